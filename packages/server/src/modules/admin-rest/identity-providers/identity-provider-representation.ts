import type { IdentityProviderRepresentation } from '@ztrust/contract/admin/identity-providers'
import { InvalidInput } from '../../../kernel/error.ts'
import type { IdentityProvider } from '../../../model/identity-provider/identity-provider.ts'

const jwtAuthorizationGrant = 'jwt-authorization-grant'

/** What the kind has settings for; all else is left out, so that nothing secret can get in. */
const settingNames: readonly string[] = [
  'issuer',
  'useJwksUrl',
  'jwksUrl',
  'publicKeySignatureVerifier',
  'publicKeySignatureVerifierKeyId',
  'jwtAuthorizationGrantEnabled',
  'jwtAuthorizationGrantAssertionReuseAllowed',
  'jwtAuthorizationGrantMaxAllowedAssertionExpiration',
  'jwtAuthorizationGrantAssertionSignatureAlg',
]

export function fromIdentityProvider(provider: IdentityProvider): IdentityProviderRepresentation {
  const { id, alias, providerId, enabled, config } = provider
  return { alias, internalId: id, providerId, enabled, config, types: ['JWT_AUTHORIZATION_GRANT'] }
}

/** Throws `InvalidInput` for kinds there are none of, in Keycloak's words, and without a usable alias. */
export function toIdentityProvider(
  { alias, providerId, enabled, config }: IdentityProviderRepresentation,
  { id, realmId }: Pick<IdentityProvider, 'id' | 'realmId'>,
): IdentityProvider {
  if (providerId !== jwtAuthorizationGrant) {
    throw new InvalidInput(undefined, `Invalid identity provider id [${providerId ?? 'null'}]`)
  }
  // Part of addresses, and of the list that clients name theirs in.
  if (!alias || !/^[\w.~-]+$/.test(alias)) throw new InvalidInput('alias', 'error-invalid-value')
  const settings = Object.entries(config ?? {}).flatMap(([name, value]) =>
    value !== null && settingNames.includes(name) ? [[name, value] as const] : [],
  )
  return { id, realmId, alias, providerId, enabled: enabled ?? true, config: Object.fromEntries(settings) }
}
