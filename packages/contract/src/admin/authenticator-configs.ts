import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { ignoredBody, requestBody, textConfig } from './admin-schemas.ts'
import { manageRealm, viewClients, viewRealm } from './permissions.ts'
import { ConfigPropertyRepresentation } from './server-info.ts'

const authentication = '/admin/realms/{realm}/authentication'
const common = { family: 'admin', tag: 'Authentication' } as const

export const AuthenticatorConfigRepresentation = z.object({
  id: z.string(),
  alias: z.string(),
  config: z.record(z.string(), z.string()),
})
export type AuthenticatorConfigRepresentation = z.output<typeof AuthenticatorConfigRepresentation>

const AuthenticatorConfigInput = z.object({ alias: z.string().optional(), config: textConfig.optional() })

export const AuthenticatorConfigInfoRepresentation = z.object({
  name: z.string(),
  providerId: z.string(),
  helpText: z.string().optional(),
  properties: z.array(ConfigPropertyRepresentation),
})
export type AuthenticatorConfigInfoRepresentation = z.output<typeof AuthenticatorConfigInfoRepresentation>

/** Something that flows are made of. */
export const AuthenticationProviderRepresentation = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string(),
  /** Of client authenticators only: does the client have a secret for it? */
  supportsSecret: z.boolean().optional(),
})
export type AuthenticationProviderRepresentation = z.output<typeof AuthenticationProviderRepresentation>

export const createAuthenticatorConfig = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/executions/{id}/config`,
  summary: 'Give an execution a new configuration',
  body: requestBody(AuthenticatorConfigInput),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})

export const getExecutionConfig = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/executions/{executionId}/config/{id}`,
  summary: 'Get the configuration of an execution',
  responses: { 200: AuthenticatorConfigRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const getAuthenticatorConfig = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/config/{id}`,
  summary: 'Get the configuration of an authenticator',
  responses: { 200: AuthenticatorConfigRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const updateAuthenticatorConfig = endpoint({
  ...common,
  method: 'PUT',
  path: `${authentication}/config/{id}`,
  summary: 'Change the configuration of an authenticator',
  body: requestBody(AuthenticatorConfigInput),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})

export const deleteAuthenticatorConfig = endpoint({
  ...common,
  method: 'DELETE',
  path: `${authentication}/config/{id}`,
  summary: 'Delete the configuration of an authenticator',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const describeAuthenticatorConfig = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/config-description/{providerId}`,
  summary: 'Describe what can be configured of an authenticator',
  responses: { 200: AuthenticatorConfigInfoRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const describeClientAuthenticators = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/per-client-config-description`,
  summary: 'Describe what each client is configured with, by client authenticator',
  responses: { 200: z.record(z.string(), z.array(ConfigPropertyRepresentation)), ...adminErrors },
  permission: [...viewRealm, ...viewClients],
})

const listProviders = <const Kind extends string>(kind: Kind, summary: string) =>
  endpoint({
    ...common,
    method: 'GET',
    path: `/admin/realms/{realm}/authentication/${kind}-providers`,
    summary,
    responses: { 200: z.array(AuthenticationProviderRepresentation), ...adminErrors },
    permission: viewRealm,
  })

export const listAuthenticatorProviders = listProviders('authenticator', 'List the authenticators of the server')
export const listClientAuthenticatorProviders = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/client-authenticator-providers`,
  summary: 'List the client authenticators of the server',
  responses: { 200: z.array(AuthenticationProviderRepresentation), ...adminErrors },
  permission: [...viewRealm, ...viewClients],
})
export const listFormProviders = listProviders('form', 'List the authenticators that show the page of a form')
export const listFormActionProviders = listProviders('form-action', 'List what a form may do')
