import {
  getProviderMetadata,
  getRootServerMetadata,
  getServerMetadata,
  type ProviderMetadata,
} from '@ztrust/contract/oidc'
import { signatureAlgorithms } from '../../crypto/signature-algorithm.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { readRealmAcrLevels } from '../../oauth/acr.ts'
import { contentEncryptions, keyManagementAlgorithms, listKeyManagement } from '../../oauth/decrypt-jwe.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { joinMetadata } from './join-metadata.ts'
import { withMutualTlsAliases } from './mutual-tls-aliases.ts'
import { responseModes } from './response-mode.ts'
import { responseTypes } from './response-type.ts'

const documents = new WeakMap<RealmSnapshot, ProviderMetadata>()

export const discoveryEndpoint = implement(getProviderMetadata, (_request, context) => answerMetadata(context))
/** RFC 8414, section 3.1, below the realm and at the root of the host; Keycloak serves both. */
export const serverMetadataEndpoint = implement(getServerMetadata, (_request, context) => answerMetadata(context))
export const rootServerMetadataEndpoint = implement(getRootServerMetadata, (_request, context) =>
  answerMetadata(context),
)

async function answerMetadata({ server, realm, allowOrigins }: RealmContext): Promise<Reply> {
  allowOrigins(['*'])
  let document = documents.get(realm)
  if (!document) {
    const parts = server.registry.modules.map((module) => module.providerMetadata?.(server, realm) ?? {})
    document = withMutualTlsAliases(joinMetadata(describeProvider(server, realm), parts), server.urls)
    documents.set(realm, document)
  }
  return json(document, 200, { 'cache-control': 'no-cache, must-revalidate, no-transform' })
}

const claims = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'email',
  'acr',
  'azp',
  'nonce',
]

function listGrantTypes(server: ServerContext, realm: RealmSnapshot): readonly string[] {
  const grants = [...server.registry.grants.values()]
  return grants.filter((grant) => grant.isOffered?.(server, realm) ?? true).map(({ type }) => type)
}

/** Names what works, and nothing that is still to come: clients configure themselves from it. */
function describeProvider(server: ServerContext, realm: RealmSnapshot): ProviderMetadata {
  const issuer = server.urls.realm(realm.realm.name)
  const base = `${issuer}/protocol/openid-connect`
  const authMethods = [...server.registry.clientAuthenticators.values()]
    .filter((authenticator) => authenticator.isAvailable?.(server) ?? true)
    .flatMap(({ methods }) => [...methods])
  const scopes = realm.clientScopes.filter((scope) => scope.protocol === 'openid-connect').map((scope) => scope.name)
  return {
    issuer,
    authorization_endpoint: `${base}/auth`,
    token_endpoint: `${base}/token`,
    introspection_endpoint: `${base}/token/introspect`,
    userinfo_endpoint: `${base}/userinfo`,
    end_session_endpoint: `${base}/logout`,
    frontchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    jwks_uri: `${base}/certs`,
    check_session_iframe: `${base}/login-status-iframe.html`,
    grant_types_supported: [...listGrantTypes(server, realm), 'implicit'],
    acr_values_supported: [...new Set([...readRealmAcrLevels(realm).keys(), '0', '1'])],
    response_types_supported: [...responseTypes],
    subject_types_supported: ['public', 'pairwise'],
    prompt_values_supported: [
      'none',
      'login',
      'consent',
      ...(realm.realm.settings.registrationAllowed ? ['create'] : []),
    ],
    // A realm makes the key of an algorithm when the first client asks for it.
    id_token_signing_alg_values_supported: [...signatureAlgorithms],
    id_token_encryption_alg_values_supported: [...keyManagementAlgorithms],
    id_token_encryption_enc_values_supported: [...contentEncryptions],
    userinfo_signing_alg_values_supported: [...signatureAlgorithms, 'none'],
    userinfo_encryption_alg_values_supported: [...keyManagementAlgorithms],
    userinfo_encryption_enc_values_supported: [...contentEncryptions],
    introspection_signing_alg_values_supported: [realm.realm.settings.defaultSignatureAlgorithm || 'RS256'],
    response_modes_supported: [...responseModes],
    token_endpoint_auth_methods_supported: authMethods,
    introspection_endpoint_auth_methods_supported: authMethods,
    claims_supported: claims,
    claim_types_supported: ['normal'],
    claims_parameter_supported: true,
    scopes_supported: ['openid', ...scopes],
    authorization_signing_alg_values_supported: [...signatureAlgorithms],
    authorization_encryption_alg_values_supported: [...keyManagementAlgorithms],
    authorization_encryption_enc_values_supported: [...contentEncryptions],
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    request_object_signing_alg_values_supported: [...signatureAlgorithms, 'none'],
    request_object_encryption_alg_values_supported: listKeyManagement(realm),
    request_object_encryption_enc_values_supported: [...contentEncryptions],
    code_challenge_methods_supported: ['plain', 'S256'],
    tls_client_certificate_bound_access_tokens: false,
    revocation_endpoint: `${base}/revoke`,
    revocation_endpoint_auth_methods_supported: authMethods,
    backchannel_logout_supported: false,
    backchannel_logout_session_supported: false,
    authorization_response_iss_parameter_supported: true,
    pushed_authorization_request_endpoint: `${base}/ext/par/request`,
    require_pushed_authorization_requests: false,
  }
}
