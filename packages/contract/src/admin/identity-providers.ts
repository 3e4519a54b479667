import * as z from 'zod'
import { anyContent, endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError, ErrorRepresentation } from './admin-errors.ts'
import { ignoredBody, queryText, requestBody } from './admin-schemas.ts'
import { CertificateRepresentation } from './client-certificates.ts'
import {
  IdentityProviderFactoryRepresentation,
  IdentityProviderMapperRepresentation,
  IdentityProviderMapperTypeRepresentation,
  IdentityProviderRepresentation,
} from './identity-provider-representation.ts'
import { manageIdentityProviders, viewIdentityProviders } from './permissions.ts'

const base = '/admin/realms/{realm}/identity-provider'
const instances = `${base}/instances` as const
const instance = `${instances}/{alias}` as const
const mappers = `${instance}/mappers` as const

const view = { family: 'admin', tag: 'Identity providers', permission: viewIdentityProviders } as const
const manage = { family: 'admin', tag: 'Identity providers', permission: manageIdentityProviders } as const

export const listIdentityProviders = endpoint({
  ...view,
  method: 'GET',
  path: instances,
  summary: 'List the identity providers of a realm',
  query: {
    search: queryText.optional(),
    first: queryInteger.optional(),
    max: queryInteger.optional(),
    briefRepresentation: queryBoolean.optional(),
    /** Leaves out those of organizations. */
    realmOnly: queryBoolean.optional(),
    type: z
      .enum([
        'ANY',
        'USER_AUTHENTICATION',
        'CLIENT_ASSERTION',
        'TRUST_MATERIAL',
        'EXCHANGE_EXTERNAL_TOKEN',
        'JWT_AUTHORIZATION_GRANT',
      ])
      .optional(),
    capability: z.enum(['USER_LINKING']).optional(),
  },
  responses: { 200: z.array(IdentityProviderRepresentation), ...adminErrors },
})

export const createIdentityProvider = endpoint({
  ...manage,
  method: 'POST',
  path: instances,
  summary: 'Add an identity provider',
  body: requestBody(IdentityProviderRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
})

export const getIdentityProvider = endpoint({
  ...view,
  method: 'GET',
  path: instance,
  summary: 'Read an identity provider',
  responses: { 200: IdentityProviderRepresentation, ...adminErrors },
})

export const updateIdentityProvider = endpoint({
  ...manage,
  method: 'PUT',
  path: instance,
  summary: 'Replace an identity provider; what is left out is reset, a masked secret stays',
  body: requestBody(IdentityProviderRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
})

export const deleteIdentityProvider = endpoint({
  ...manage,
  method: 'DELETE',
  path: instance,
  summary: 'Remove an identity provider, and what it knows of users',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
})

export const exportIdentityProvider = endpoint({
  ...view,
  method: 'GET',
  path: `${instance}/export`,
  summary: 'Get what the provider must know of this realm: metadata for SAML, nothing for others',
  query: { format: queryText.optional() },
  responses: { 200: anyContent, 204: noContent, ...adminErrors },
})

export const reloadIdentityProviderKeys = endpoint({
  ...view,
  method: 'GET',
  path: `${instance}/reload-keys`,
  summary: 'Fetch the keys of an identity provider anew; false when it publishes none',
  responses: { 200: z.boolean(), ...adminErrors },
})

export const getIdentityProviderFactory = endpoint({
  ...view,
  method: 'GET',
  path: `${base}/providers/{providerId}`,
  summary: 'Get a kind of identity provider with its settings',
  responses: { 200: IdentityProviderFactoryRepresentation, ...adminErrors },
})

/**
 * JSON with `providerId` and `fromUrl`, or a form (multipart/form-data) with `providerId` and `file`: what the provider
 * publishes of itself.
 */
export const importIdentityProviderConfig = endpoint({
  ...manage,
  method: 'POST',
  path: `${base}/import-config`,
  summary: 'Read the settings of an identity provider from its metadata; nothing is stored',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  responses: { 200: z.record(z.string(), z.string()), ...adminErrors },
})

export const uploadIdentityProviderCertificate = endpoint({
  ...manage,
  method: 'POST',
  path: `${base}/upload-certificate`,
  summary: 'Read a certificate, public key or key set; nothing is stored',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  bodyLimit: 262_144,
  responses: { 200: CertificateRepresentation, ...adminErrors },
})

const permissions = `${instance}/management/permissions` as const
const withoutPermissions = { 501: ErrorRepresentation, ...adminErrors }

export const getIdentityProviderPermissions = endpoint({
  ...view,
  method: 'GET',
  path: permissions,
  summary: 'Permissions of the first kind: not a feature of this server',
  responses: withoutPermissions,
})

export const updateIdentityProviderPermissions = endpoint({
  ...manage,
  method: 'PUT',
  path: permissions,
  summary: 'Permissions of the first kind: not a feature of this server',
  body: ignoredBody,
  responses: withoutPermissions,
})

export const listIdentityProviderMapperTypes = endpoint({
  ...view,
  method: 'GET',
  path: `${instance}/mapper-types`,
  summary: 'List the kinds of mappers that fit an identity provider',
  responses: { 200: z.record(z.string(), IdentityProviderMapperTypeRepresentation), ...adminErrors },
})

export const listIdentityProviderMappers = endpoint({
  ...view,
  method: 'GET',
  path: mappers,
  summary: 'List the mappers of an identity provider',
  responses: { 200: z.array(IdentityProviderMapperRepresentation), ...adminErrors },
})

export const createIdentityProviderMapper = endpoint({
  ...manage,
  method: 'POST',
  path: mappers,
  summary: 'Add a mapper to an identity provider',
  body: requestBody(IdentityProviderMapperRepresentation),
  responses: { 201: noContent, ...adminErrors },
})

export const getIdentityProviderMapper = endpoint({
  ...view,
  method: 'GET',
  path: `${mappers}/{id}`,
  summary: 'Read a mapper of an identity provider',
  responses: { 200: IdentityProviderMapperRepresentation, ...adminErrors },
})

export const updateIdentityProviderMapper = endpoint({
  ...manage,
  method: 'PUT',
  path: `${mappers}/{id}`,
  summary: 'Replace a mapper of an identity provider',
  body: requestBody(IdentityProviderMapperRepresentation),
  responses: { 204: noContent, ...adminErrors },
})

export const deleteIdentityProviderMapper = endpoint({
  ...manage,
  method: 'DELETE',
  path: `${mappers}/{id}`,
  summary: 'Remove a mapper of an identity provider',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
})
