import { InvalidInput } from '../../kernel/error.ts'
import type { RealmSettings } from '../../model/realm/realm-settings.ts'
import {
  type IdentityProviderConfig,
  type IdentityProviderType,
  identityProviderPurposes,
} from '../../spi/identity-provider-type.ts'
import { readOAuthDiscovery, readOpenIdDiscovery } from './read-discovery-document.ts'
import { requireUsableUrls } from './require-usable-url.ts'

type Realm = Pick<RealmSettings, 'sslRequired'>

/** Settings that hold addresses, with what Keycloak calls them when they are wrong. */
const oauthUrls = {
  authorizationUrl: 'authorization_url',
  tokenUrl: 'token_url',
  userInfoUrl: 'userinfo_url',
  tokenIntrospectionUrl: 'tokenIntrospection_url',
  logoutUrl: 'logout_url',
  jwksUrl: 'jwks_url',
}
const samlUrls = {
  singleLogoutServiceUrl: 'singleLogoutServiceUrl',
  singleSignOnServiceUrl: 'singleSignOnServiceUrl',
  artifactResolutionServiceUrl: 'artifactResolutionServiceUrl',
  metadataDescriptorUrl: 'metadataDescriptorUrl',
}

/** What is checked of every provider that speaks OAuth 2, Keycloak's words. */
function prepareOAuth(config: IdentityProviderConfig, realm: Realm): IdentityProviderConfig {
  requireUsableUrls(config, oauthUrls, realm)
  const { pkceEnabled, pkceMethod = '' } = config
  if (pkceEnabled === 'true' && !['plain', 'S256'].includes(pkceMethod)) {
    throw new InvalidInput(undefined, `PKCE Method not supported: ${pkceMethod || 'null'}`)
  }
  return config
}

function prepareOpenId(config: IdentityProviderConfig, realm: Realm): IdentityProviderConfig {
  prepareOAuth(config, realm)
  if (config['jwtAuthorizationGrantEnabled'] === 'true') requireIssuerKeys(config, 'JWT Authorization Grant')
  if (config['supportsClientAssertions'] === 'true') requireIssuerKeys(config, 'Supports client assertions')
  return config
}

/** Whom a realm believes by signature must say who they are, and by which key. */
function requireIssuerKeys(config: IdentityProviderConfig, feature: string): void {
  requireIssuer(config)
  if (config['useJwksUrl'] === 'true') {
    if (config['jwksUrl']) return
    throw new InvalidInput(undefined, `JWKS URL is required when '${feature}' enabled and 'Use JWKS URL' enabled`)
  }
  if (config['publicKeySignatureVerifier']) return
  throw new InvalidInput(
    undefined,
    `The 'Validating public key' is required when '${feature}' enabled and 'Use JWKS URL' disabled`,
  )
}

function requireIssuer(config: IdentityProviderConfig): IdentityProviderConfig {
  if (config['issuer']) return config
  throw new InvalidInput(undefined, 'Issuer is required')
}

const openId = {
  isSocial: false,
  purposes: identityProviderPurposes,
  config: [],
  prepare: prepareOpenId,
  readMetadata: readOpenIdDiscovery,
} as const

/** Identity providers by the protocol they speak. */
export const protocolTypes: readonly IdentityProviderType[] = [
  { id: 'oidc', displayName: 'OpenID Connect v1.0', ...openId },
  { id: 'keycloak-oidc', displayName: 'Keycloak OpenID Connect', ...openId },
  {
    id: 'oauth2',
    displayName: 'OAuth v2',
    isSocial: false,
    purposes: ['USER_AUTHENTICATION', 'EXCHANGE_EXTERNAL_TOKEN'],
    config: [],
    prepare(config, realm) {
      prepareOAuth(config, realm)
      if (!config['userInfoUrl']) throw new InvalidInput(undefined, 'User Info URL not provided')
      return config
    },
    readMetadata: readOAuthDiscovery,
  },
  {
    id: 'saml',
    displayName: 'SAML v2.0',
    isSocial: false,
    purposes: ['USER_AUTHENTICATION'],
    config: [],
    prepare(config, realm) {
      requireUsableUrls(config, samlUrls, realm)
      if (config['useMetadataDescriptorUrl'] === 'true' && !config['metadataDescriptorUrl']) {
        const problem = 'useMetadataDescriptorUrl needs a non-empty URL for metadataDescriptorUrl'
        throw new InvalidInput(undefined, problem)
      }
      return config
    },
  },
  {
    id: 'jwt-authorization-grant',
    displayName: 'JWT Authorization Grant',
    isSocial: false,
    purposes: ['JWT_AUTHORIZATION_GRANT'],
    config: [],
    prepare(config, realm) {
      requireUsableUrls(config, { jwksUrl: oauthUrls.jwksUrl }, realm)
      return requireIssuer(config)
    },
  },
  {
    id: 'kubernetes',
    displayName: 'Kubernetes',
    isSocial: false,
    purposes: ['CLIENT_ASSERTION'],
    config: [],
    prepare(config, realm) {
      requireUsableUrls(config, { issuer: 'Issuer' }, realm)
      return config
    },
  },
  {
    id: 'spiffe',
    displayName: 'SPIFFE',
    isSocial: false,
    purposes: ['CLIENT_ASSERTION'],
    config: [],
    prepare(config, realm) {
      // SPIFFE-ID, section 2.1.
      if (!/^spiffe:\/\/[a-z0-9._-]+$/.test(config['trustDomain'] ?? '')) {
        throw new InvalidInput(undefined, 'Invalid trust domain name')
      }
      requireUsableUrls(config, { bundleEndpoint: 'bundleEndpoint' }, realm)
      return config
    },
  },
]
