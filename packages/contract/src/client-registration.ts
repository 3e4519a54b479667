import * as z from 'zod'
import { ClientRepresentation } from './admin/clients.ts'
import { endpoint, noContent } from './endpoint.ts'
import { OAuthErrorResponse } from './oidc.ts'

const name = z.string().max(255).optional()
const address = z.string().max(4000).optional()
const addresses = z.array(z.string().max(4000)).max(1000).optional()
const names = z.array(z.string().max(255)).max(100).optional()
const algorithm = z.string().max(50).optional()
const flag = z.boolean().optional()

/** Client metadata (RFC 7591, section 2; OpenID Connect Dynamic Client Registration, section 2). Others are ignored. */
export const ClientMetadata = z.object({
  client_id: name,
  client_name: name,
  client_uri: address,
  logo_uri: address,
  policy_uri: address,
  tos_uri: address,
  redirect_uris: addresses,
  post_logout_redirect_uris: addresses,
  request_uris: addresses,
  grant_types: names,
  response_types: names,
  application_type: z.enum(['web', 'native']).optional(),
  scope: z.string().max(4000).optional(),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(100) }).optional(),
  jwks_uri: address,
  subject_type: z.enum(['public', 'pairwise']).optional(),
  sector_identifier_uri: address,
  default_acr_values: names,
  token_endpoint_auth_method: name,
  token_endpoint_auth_signing_alg: algorithm,
  tls_client_auth_subject_dn: address,
  id_token_signed_response_alg: algorithm,
  id_token_encrypted_response_alg: algorithm,
  id_token_encrypted_response_enc: algorithm,
  userinfo_signed_response_alg: algorithm,
  userinfo_encrypted_response_alg: algorithm,
  userinfo_encrypted_response_enc: algorithm,
  request_object_signing_alg: algorithm,
  request_object_encryption_alg: algorithm,
  request_object_encryption_enc: algorithm,
  authorization_signed_response_alg: algorithm,
  authorization_encrypted_response_alg: algorithm,
  authorization_encrypted_response_enc: algorithm,
  require_pushed_authorization_requests: flag,
  tls_client_certificate_bound_access_tokens: flag,
  dpop_bound_access_tokens: flag,
  frontchannel_logout_uri: address,
  frontchannel_logout_session_required: flag,
  backchannel_logout_uri: address,
  backchannel_logout_session_required: flag,
  backchannel_token_delivery_mode: z.enum(['poll', 'ping']).optional(),
  backchannel_client_notification_endpoint: address,
  backchannel_authentication_request_signing_alg: algorithm,
})
export type ClientMetadata = z.output<typeof ClientMetadata>

/** What a registered client is told (RFC 7591, section 3.2.1; RFC 7592, section 3). */
export const ClientInformation = ClientMetadata.extend({
  client_id: z.string(),
  client_secret: z.string().optional(),
  /** Seconds since the epoch. */
  client_id_issued_at: z.number().int(),
  /** Seconds since the epoch; 0 for never. */
  client_secret_expires_at: z.number().int().optional(),
  registration_client_uri: z.string(),
  registration_access_token: z.string().optional(),
})
export type ClientInformation = z.output<typeof ClientInformation>

/** A client as Keycloak's own registration endpoint gives it. */
export const RegisteredClient = ClientRepresentation.extend({
  registrationAccessToken: z.string().optional(),
  defaultRoles: z.array(z.string()).optional(),
})
export type RegisteredClient = z.output<typeof RegisteredClient>

/** What an adapter needs to know, as `keycloak.json` names it. */
export const AdapterConfig = z.object({
  realm: z.string(),
  'auth-server-url': z.string(),
  'ssl-required': z.string(),
  'bearer-only': z.boolean().optional(),
  resource: z.string(),
  'public-client': z.boolean().optional(),
  'verify-token-audience': z.boolean().optional(),
  credentials: z.record(z.string(), z.unknown()).optional(),
  'use-resource-role-mappings': z.boolean().optional(),
  'confidential-port': z.number().int(),
})
export type AdapterConfig = z.output<typeof AdapterConfig>

const base = '/realms/{realm}/clients-registrations'
const tag = 'Client registration'
const errors = { 400: OAuthErrorResponse, 401: OAuthErrorResponse, 403: OAuthErrorResponse, 404: OAuthErrorResponse }

/** Bodies are checked by the handlers: what is wrong with them has error codes of its own (RFC 7591, section 3.2.2). */
const metadataBody = { body: z.unknown() } as const

export const registerOidcClient = endpoint({
  method: 'POST',
  path: `${base}/openid-connect`,
  family: 'oauth',
  summary: 'Register a client (RFC 7591)',
  tag,
  ...metadataBody,
  responses: { 201: ClientInformation, ...errors },
})

export const readOidcClient = endpoint({
  method: 'GET',
  path: `${base}/openid-connect/{clientId}`,
  family: 'oauth',
  summary: 'Read a registered client (RFC 7592)',
  tag,
  responses: { 200: ClientInformation, ...errors },
})

export const updateOidcClient = endpoint({
  method: 'PUT',
  path: `${base}/openid-connect/{clientId}`,
  family: 'oauth',
  summary: 'Change a registered client (RFC 7592)',
  tag,
  ...metadataBody,
  responses: { 200: ClientInformation, ...errors },
})

export const deleteOidcClient = endpoint({
  method: 'DELETE',
  path: `${base}/openid-connect/{clientId}`,
  family: 'oauth',
  summary: 'Delete a registered client (RFC 7592)',
  tag,
  responses: { 204: noContent, ...errors },
})

export const registerDefaultClient = endpoint({
  method: 'POST',
  path: `${base}/default`,
  family: 'oauth',
  summary: "Register a client by Keycloak's representation",
  tag,
  ...metadataBody,
  responses: { 201: RegisteredClient, ...errors },
})

export const readDefaultClient = endpoint({
  method: 'GET',
  path: `${base}/default/{clientId}`,
  family: 'oauth',
  summary: "Read a registered client as Keycloak's representation",
  tag,
  responses: { 200: RegisteredClient, ...errors },
})

export const updateDefaultClient = endpoint({
  method: 'PUT',
  path: `${base}/default/{clientId}`,
  family: 'oauth',
  summary: "Change a registered client by Keycloak's representation",
  tag,
  ...metadataBody,
  responses: { 200: RegisteredClient, ...errors },
})

export const deleteDefaultClient = endpoint({
  method: 'DELETE',
  path: `${base}/default/{clientId}`,
  family: 'oauth',
  summary: "Delete a registered client, by Keycloak's endpoint",
  tag,
  responses: { 204: noContent, ...errors },
})

export const getAdapterConfig = endpoint({
  method: 'GET',
  path: `${base}/install/{clientId}`,
  family: 'oauth',
  summary: 'Configuration of an adapter for a client',
  tag,
  responses: { 200: AdapterConfig, ...errors },
})
