import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { ClientMetadata } from '@ztrust/contract/client-registration'
import { isSignatureAlgorithm } from '../crypto/signature-algorithm.ts'
import { OAuthError } from '../kernel/error.ts'
import { hasDangerousScheme } from '../model/client/dangerous-scheme.ts'
import { invalidMetadata } from './from-metadata.ts'

/** Addresses that this server calls, or that people are sent to, with Keycloak's names for them. */
const addressTitles: readonly (readonly [attribute: string, title: string])[] = [
  ['jwks.url', 'JWKS URL'],
  ['backchannel.logout.url', 'Backchannel logout URL'],
  ['frontchannel.logout.url', 'Front-channel logout URL'],
  ['ciba.backchannel.client.notification.endpoint', 'CIBA Backchannel Client Notification Endpoint'],
  ['logoUri', 'Logo URL'],
  ['policyUri', 'Policy URL'],
  ['tosUri', 'Terms of service URL'],
]

/** Throws unless the addresses of a client can be used safely, in the words and with the codes of registration. */
export function requireValidAddresses(client: ClientRepresentation): void {
  const { redirectUris = [], baseUrl, attributes = {} } = client
  for (const uri of redirectUris) requireRedirectUri(uri)
  for (const uri of listOf(attributes['post.logout.redirect.uris'])) {
    if (hasDangerousScheme(uri)) throw invalidMetadata('A post-logout redirect URI uses an illegal scheme')
  }
  requireWebAddress('Base URL', baseUrl)
  for (const [attribute, title] of addressTitles) requireWebAddress(title, attributes[attribute] ?? undefined)
  for (const uri of listOf(attributes['request.uris'])) requireWebAddress('A request URI', uri)
}

/** RFC 7591, section 5; RFC 6749, section 3.1.2. */
function requireRedirectUri(uri: string): void {
  if (hasDangerousScheme(uri)) throw invalidRedirectUri('A redirect URI uses an illegal scheme')
  if (uri.includes('#')) throw invalidRedirectUri('A redirect URI must not contain an URL fragment')
  if (uri === '' || /\s/.test(uri)) throw invalidRedirectUri('A redirect URI is not a valid URI')
}

function requireWebAddress(title: string, address: string | undefined): void {
  if (address === undefined || address === '') return
  if (hasDangerousScheme(address)) throw invalidMetadata(`${title} uses an illegal scheme`)
  // Keycloak's representations may name addresses relative to the root URL.
  if (address.startsWith('/') || address.startsWith('${')) return
  const protocol = URL.parse(address)?.protocol
  if (protocol !== 'https:' && protocol !== 'http:') throw invalidMetadata(`${title} is not a valid URL`)
}

const signatureNames = [
  'id_token_signed_response_alg',
  'userinfo_signed_response_alg',
  'request_object_signing_alg',
  'authorization_signed_response_alg',
  'token_endpoint_auth_signing_alg',
  'backchannel_authentication_request_signing_alg',
] as const

/** `none` says that nothing is signed; where something must be, it is no choice (OpenID Connect Registration, section 2). */
const mayBeUnsigned: ReadonlySet<string> = new Set(['userinfo_signed_response_alg', 'request_object_signing_alg'])

export function requireValidMetadata(metadata: ClientMetadata): void {
  for (const name of signatureNames) {
    const algorithm = metadata[name]
    const isUnsigned = algorithm === 'none' || algorithm === 'any'
    if (algorithm === undefined || (isUnsigned && mayBeUnsigned.has(name))) continue
    if (!isSignatureAlgorithm(algorithm)) throw invalidMetadata(`Unsupported ${name}`)
  }
  if (metadata.backchannel_token_delivery_mode === 'ping' && !metadata.backchannel_client_notification_endpoint) {
    throw invalidMetadata('CIBA Backchannel Client Notification Endpoint must be set for the CIBA ping mode')
  }
  if (metadata.application_type) requireApplicationType(metadata, metadata.application_type)
}

/** OpenID Connect Dynamic Client Registration, section 2, `application_type`. */
function requireApplicationType(metadata: ClientMetadata, type: 'web' | 'native'): void {
  const isImplicit = metadata.response_types?.some((one) => /\b(id_token|token)\b/.test(one)) ?? false
  for (const uri of metadata.redirect_uris ?? []) {
    const { protocol, hostname } = URL.parse(uri) ?? { protocol: '', hostname: '' }
    const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
    if (type === 'web' && isImplicit && (protocol !== 'https:' || hostname === 'localhost')) {
      throw invalidRedirectUri(
        'Redirect URIs of web applications with the implicit flow must be https and not localhost',
      )
    }
    if (type === 'native' && (protocol === 'https:' || (protocol === 'http:' && !isLoopback))) {
      throw invalidRedirectUri('Redirect URIs of native applications must have a scheme of their own or be loopback')
    }
  }
}

function invalidRedirectUri(description: string): OAuthError {
  return new OAuthError('invalid_redirect_uri', description)
}

const listOf = (text: string | null | undefined) =>
  (text ?? '').split('##').filter((one) => !['', '+', '-'].includes(one))
