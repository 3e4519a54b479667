import type { VerificationKey } from '../../crypto/keys.ts'
import type { SignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import type { IdentityProvider } from '../../model/identity-provider/identity-provider.ts'
import { configuredKeys, findIssuerKey, type IssuerKeys } from '../../oauth/find-issuer-key.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { discoverKeys } from './discover-keys.ts'
import type { ForeignAssertion } from './read-foreign-assertion.ts'

type Server = Pick<ServerContext, 'clock' | 'outbound' | 'log'>

/** The key of the issuer that the header of the assertion names. Never call it inside a transaction. */
export async function findIssuingKey(
  server: Server,
  provider: IdentityProvider,
  { header: { kid } }: ForeignAssertion,
  algorithm: SignatureAlgorithm,
): Promise<VerificationKey | undefined> {
  const keys = await locateKeys(server, provider)
  return keys && (await findIssuerKey(server, provider, keys, { kid, algorithm }))
}

async function locateKeys(server: Server, { providerId, config }: IdentityProvider): Promise<IssuerKeys | undefined> {
  switch (providerId) {
    case 'kubernetes': {
      const url = await discoverKeys(server, config['issuer'] ?? '')
      return url === undefined ? undefined : { url }
    }
    case 'spiffe':
      // SPIFFE Trust Domain and Bundle, section 4: keys of JWT-SVIDs stand beside those of certificates.
      return { url: config['bundleEndpoint'] ?? '', use: 'jwt-svid' }
    default:
      return configuredKeys(config)
  }
}
