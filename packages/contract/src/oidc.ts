import * as z from 'zod'
import { anyContent, endpoint, noContent } from './endpoint.ts'

/** An error of the OAuth 2 family (RFC 6749, section 5.2). */
export const OAuthErrorResponse = z.object({
  error: z.string(),
  error_description: z.string().optional(),
})

/** What a token endpoint answers (RFC 6749, section 5.1), with Keycloak's additions. */
/** Mappers may add members of their own. */
export const TokenResponse = z.looseObject({
  access_token: z.string(),
  /** Seconds. */
  expires_in: z.number().int(),
  /** Seconds; 0 when there is no refresh token. */
  refresh_expires_in: z.number().int(),
  refresh_token: z.string().optional(),
  token_type: z.string(),
  id_token: z.string().optional(),
  'not-before-policy': z.number().int(),
  session_state: z.string().optional(),
  scope: z.string(),
  /** RFC 8693, section 2.2.1. */
  issued_token_type: z.string().optional(),
})
export type TokenResponse = z.infer<typeof TokenResponse>

/** RFC 9126, section 2.2. */
export const PushedAuthorizationResponse = z.object({
  request_uri: z.string(),
  /** Seconds. */
  expires_in: z.number().int(),
})

/** A short description of a realm for adapters. */
export const RealmInfo = z.object({
  realm: z.string(),
  public_key: z.string(),
  'token-service': z.string(),
  'account-service': z.string(),
  'tokens-not-before': z.number().int(),
})
export type RealmInfo = z.infer<typeof RealmInfo>

const names = z.array(z.string()).optional()
const address = z.string().optional()

/** What modules add to the document for features of their own. */
const optionalMetadata = {
  token_endpoint_auth_signing_alg_values_supported: names,
  introspection_endpoint_auth_signing_alg_values_supported: names,
  revocation_endpoint_auth_signing_alg_values_supported: names,
  introspection_signing_alg_values_supported: names,
  introspection_encryption_alg_values_supported: names,
  introspection_encryption_enc_values_supported: names,
  id_token_encryption_alg_values_supported: names,
  id_token_encryption_enc_values_supported: names,
  userinfo_encryption_alg_values_supported: names,
  userinfo_encryption_enc_values_supported: names,
  request_object_signing_alg_values_supported: names,
  request_object_encryption_alg_values_supported: names,
  request_object_encryption_enc_values_supported: names,
  require_request_uri_registration: z.boolean().optional(),
  authorization_signing_alg_values_supported: names,
  authorization_encryption_alg_values_supported: names,
  authorization_encryption_enc_values_supported: names,
  /** RFC 9126, section 5. */
  pushed_authorization_request_endpoint: address,
  require_pushed_authorization_requests: z.boolean().optional(),
  /** RFC 8628, section 4. */
  device_authorization_endpoint: address,
  /** OpenID Connect CIBA Core 1.0, section 4. */
  backchannel_authentication_endpoint: address,
  backchannel_token_delivery_modes_supported: names,
  backchannel_authentication_request_signing_alg_values_supported: names,
  /** RFC 7591; OpenID Connect Discovery, section 3. */
  registration_endpoint: address,
  client_id_metadata_document_supported: z.boolean().optional(),
  /** RFC 9449, section 5.1. */
  dpop_signing_alg_values_supported: names,
  /** RFC 8705, section 5. */
  mtls_endpoint_aliases: z.record(z.string(), z.string()).optional(),
}

/** OpenID Provider Metadata (OpenID Connect Discovery 1.0, section 3; RFC 8414). */
export const ProviderMetadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  introspection_endpoint: z.string(),
  userinfo_endpoint: z.string(),
  end_session_endpoint: z.string(),
  frontchannel_logout_session_supported: z.boolean(),
  frontchannel_logout_supported: z.boolean(),
  jwks_uri: z.string(),
  check_session_iframe: z.string(),
  grant_types_supported: z.array(z.string()),
  acr_values_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  prompt_values_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
  userinfo_signing_alg_values_supported: z.array(z.string()),
  response_modes_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  introspection_endpoint_auth_methods_supported: z.array(z.string()),
  claims_supported: z.array(z.string()),
  claim_types_supported: z.array(z.string()),
  claims_parameter_supported: z.boolean(),
  scopes_supported: z.array(z.string()),
  request_parameter_supported: z.boolean(),
  request_uri_parameter_supported: z.boolean(),
  code_challenge_methods_supported: z.array(z.string()),
  tls_client_certificate_bound_access_tokens: z.boolean(),
  revocation_endpoint: z.string(),
  revocation_endpoint_auth_methods_supported: z.array(z.string()),
  backchannel_logout_supported: z.boolean(),
  backchannel_logout_session_supported: z.boolean(),
  authorization_response_iss_parameter_supported: z.boolean(),
  ...optionalMetadata,
})
export type ProviderMetadata = z.infer<typeof ProviderMetadata>

/** A JSON Web Key Set (RFC 7517, section 5). */
export const JsonWebKeySet = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) })

/** Claims by name: what userinfo and introspection answer depends on scopes and mappers. */
export const ClaimSet = z.looseObject({})

const base = '/realms/{realm}/protocol/openid-connect'
const tag = 'OpenID Connect'

/** Parameters are read from the raw request, so that duplicates can be told from single values (RFC 6749, section 3.1). */
const anyForm = { bodyKind: 'form', body: z.unknown() } as const

export const getRealmInfo = endpoint({
  method: 'GET',
  path: '/realms/{realm}',
  family: 'oauth',
  summary: 'Name, key and addresses of a realm',
  tag,
  responses: { 200: RealmInfo },
})

export const getProviderMetadata = endpoint({
  method: 'GET',
  path: '/realms/{realm}/.well-known/openid-configuration',
  family: 'oauth',
  summary: 'OpenID Connect discovery document',
  tag,
  responses: { 200: ProviderMetadata },
})

const serverMetadata = {
  method: 'GET',
  family: 'oauth',
  summary: 'OAuth 2.0 authorization server metadata (RFC 8414)',
  tag,
  responses: { 200: ProviderMetadata },
} as const

export const getServerMetadata = endpoint({
  ...serverMetadata,
  path: '/realms/{realm}/.well-known/oauth-authorization-server',
})

export const getRootServerMetadata = endpoint({
  ...serverMetadata,
  path: '/.well-known/oauth-authorization-server/realms/{realm}',
})

export const getCerts = endpoint({
  method: 'GET',
  path: `${base}/certs`,
  family: 'oauth',
  summary: "Public keys that verify the realm's tokens",
  tag,
  responses: { 200: JsonWebKeySet, 304: noContent },
})

export const authorize = endpoint({
  method: 'GET',
  path: `${base}/auth`,
  family: 'page',
  summary: 'Authorization endpoint: starts a sign-in',
  tag,
  responses: { 200: anyContent, 302: noContent, 400: anyContent },
})

export const authorizeByPost = endpoint({
  method: 'POST',
  path: `${base}/auth`,
  family: 'page',
  summary: 'Authorization endpoint, parameters in a form',
  tag,
  ...anyForm,
  responses: { 200: anyContent, 303: noContent, 400: anyContent },
})

export const registrations = endpoint({
  method: 'GET',
  path: `${base}/registrations`,
  family: 'page',
  summary: 'As the authorization endpoint, for who has no account yet',
  tag,
  responses: { 200: anyContent, 302: noContent, 400: anyContent },
})

export const pushAuthorizationRequest = endpoint({
  method: 'POST',
  path: `${base}/ext/par/request`,
  family: 'oauth',
  summary: 'Pushed authorization request (RFC 9126)',
  tag,
  ...anyForm,
  responses: {
    201: PushedAuthorizationResponse,
    400: OAuthErrorResponse,
    401: OAuthErrorResponse,
    403: OAuthErrorResponse,
    413: OAuthErrorResponse,
  },
})

export const requestToken = endpoint({
  method: 'POST',
  path: `${base}/token`,
  family: 'oauth',
  summary: 'Token endpoint',
  tag,
  ...anyForm,
  responses: { 200: TokenResponse, 400: OAuthErrorResponse, 401: OAuthErrorResponse, 403: OAuthErrorResponse },
})

export const introspectToken = endpoint({
  method: 'POST',
  path: `${base}/token/introspect`,
  family: 'oauth',
  summary: 'Token introspection (RFC 7662)',
  tag,
  ...anyForm,
  responses: { 200: ClaimSet, 400: OAuthErrorResponse, 401: OAuthErrorResponse, 403: OAuthErrorResponse },
})

export const revokeToken = endpoint({
  method: 'POST',
  path: `${base}/revoke`,
  family: 'oauth',
  summary: 'Token revocation (RFC 7009)',
  tag,
  ...anyForm,
  responses: { 200: noContent, 400: OAuthErrorResponse, 401: OAuthErrorResponse, 403: OAuthErrorResponse },
})

export const getUserInfo = endpoint({
  method: 'GET',
  path: `${base}/userinfo`,
  family: 'oauth',
  summary: 'Claims about the user of an access token',
  tag,
  responses: { 200: ClaimSet, 400: OAuthErrorResponse, 401: OAuthErrorResponse, 403: OAuthErrorResponse },
})

export const getUserInfoByPost = endpoint({
  method: 'POST',
  path: `${base}/userinfo`,
  family: 'oauth',
  summary: 'Claims about the user; the token in the header or the form',
  tag,
  ...anyForm,
  responses: { 200: ClaimSet, 400: OAuthErrorResponse, 401: OAuthErrorResponse, 403: OAuthErrorResponse },
})

export const logout = endpoint({
  method: 'GET',
  path: `${base}/logout`,
  family: 'page',
  summary: 'RP-initiated logout',
  tag,
  responses: { 200: anyContent, 302: noContent, 400: anyContent },
})

export const logoutByPost = endpoint({
  method: 'POST',
  path: `${base}/logout`,
  family: 'oauth',
  summary: 'RP-initiated logout by form, or logout by refresh token',
  tag,
  ...anyForm,
  responses: { 200: anyContent, 204: noContent, 303: noContent, 400: anyContent, 401: OAuthErrorResponse },
})

export const confirmLogout = endpoint({
  method: 'POST',
  path: `${base}/logout/logout-confirm`,
  family: 'page',
  summary: 'The user confirms the logout',
  tag,
  ...anyForm,
  responses: { 200: anyContent, 303: noContent, 400: anyContent },
})

export const getLoginStatusIframe = endpoint({
  method: 'GET',
  path: `${base}/login-status-iframe.html`,
  family: 'oauth',
  summary: 'Page that tells applications whether the session has changed',
  tag,
  responses: { 200: anyContent },
})

export const initLoginStatusIframe = endpoint({
  method: 'GET',
  path: `${base}/login-status-iframe.html/init`,
  family: 'oauth',
  summary: 'May this origin ask for the session state of this client?',
  tag,
  query: { client_id: z.string().max(255).optional(), origin: z.string().max(2048).optional() },
  responses: { 204: noContent, 403: noContent },
})

export const getThirdPartyCookiesStep1 = endpoint({
  method: 'GET',
  path: `${base}/3p-cookies/step1.html`,
  family: 'oauth',
  summary: 'Sets a cookie, to find out whether frames may',
  tag,
  responses: { 200: anyContent },
})

export const getThirdPartyCookiesStep2 = endpoint({
  method: 'GET',
  path: `${base}/3p-cookies/step2.html`,
  family: 'oauth',
  summary: 'Tells the application whether the cookie came back',
  tag,
  responses: { 200: anyContent },
})
