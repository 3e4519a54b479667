import { createPublicKey } from 'node:crypto'
import { toVerificationKey, type VerificationKey } from '../crypto/keys.ts'
import { findKeyMismatch, type SignatureAlgorithm } from '../crypto/signature-algorithm.ts'
import type { IdentityProvider } from '../model/identity-provider/identity-provider.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { fetchKeySet } from './fetch-key-set.ts'
import type { ClientKey } from './read-key-set.ts'

/** Where an identity provider has its keys: at an address, or written down. */
export interface IssuerKeys {
  readonly url?: string
  /** What its keys for signatures are called; `sig` unless told. */
  readonly use?: 'sig' | 'jwt-svid'
  /** One public key, base64 of the DER form with or without the lines of PEM. */
  readonly publicKey?: { readonly pem: string; readonly kid: string | undefined }
}

/** As Keycloak's settings have it. */
export function configuredKeys(config: IdentityProvider['config']): IssuerKeys {
  const { jwksUrl, publicKeySignatureVerifier: pem = '', publicKeySignatureVerifierKeyId: kid } = config
  if (config['useJwksUrl'] === 'true' && jwksUrl) return { url: jwksUrl }
  return { publicKey: { pem, kid: kid || undefined } }
}

/** The public key of an identity provider that verifies what it signed. Never call it inside a transaction. */
export async function findIssuerKey(
  server: Pick<ServerContext, 'clock' | 'outbound' | 'log'>,
  { realmId, id }: Pick<IdentityProvider, 'realmId' | 'id'>,
  { url, use = 'sig', publicKey }: IssuerKeys,
  { kid, algorithm }: { readonly kid: unknown; readonly algorithm: SignatureAlgorithm },
): Promise<VerificationKey | undefined> {
  const fits = (key: ClientKey) =>
    (key.use === undefined || key.use === use) &&
    (kid === undefined || key.kid === undefined || key.kid === kid) &&
    (key.algorithm === undefined || key.algorithm === algorithm) &&
    findKeyMismatch(algorithm, key.key) === undefined
  const from = { owner: `${realmId} ${id}`, url: url ?? '' }
  const found = url
    ? ((await fetchKeySet(server, { ...from, refresh: false })).find(fits) ??
      (await fetchKeySet(server, { ...from, refresh: true })).find(fits))
    : readPublicKey(publicKey).find(fits)
  return found && toVerificationKey(found.kid ?? '', algorithm, found.key)
}

function readPublicKey(given: IssuerKeys['publicKey']): readonly ClientKey[] {
  if (!given) return []
  try {
    const der = Buffer.from(given.pem.replace(/-----[A-Z ]+-----/g, ''), 'base64')
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return [{ kid: given.kid, algorithm: undefined, use: 'sig', key }]
  } catch {
    return []
  }
}
