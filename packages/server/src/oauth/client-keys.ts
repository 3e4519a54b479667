import { createPublicKey, X509Certificate } from 'node:crypto'
import { toVerificationKey, type VerificationKey } from '../crypto/keys.ts'
import { findKeyMismatch, isSignatureAlgorithm } from '../crypto/signature-algorithm.ts'
import type { Client } from '../model/client/client.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { fetchKeySet } from './fetch-key-set.ts'
import { type ClientKey, readKeySet } from './read-key-set.ts'

type Server = Pick<ServerContext, 'clock' | 'outbound' | 'log'>

/**
 * The public key of a client that verifies what it signed, by the name and algorithm in the header. It comes from where
 * the client registered its keys: an address, a key set, or a certificate. Never call it inside a transaction.
 */
export async function findClientVerificationKey(
  server: Server,
  client: Client,
  kid: string | undefined,
  algorithm: string,
): Promise<VerificationKey | undefined> {
  if (!isSignatureAlgorithm(algorithm) || algorithm.startsWith('HS')) return undefined
  const found = await findKey(server, client, (key) => {
    if ((key.use !== undefined && key.use !== 'sig') || (kid !== undefined && key.kid !== undefined && key.kid !== kid))
      return false
    if (key.algorithm !== undefined && key.algorithm !== algorithm) return false
    return findKeyMismatch(algorithm, key.key) === undefined
  })
  return found && toVerificationKey(found.kid ?? '', algorithm, found.key)
}

/** The public key to encrypt for a client with, by a key management algorithm of RFC 7518, section 4.1. */
export async function findClientEncryptionKey(
  server: Server,
  client: Client,
  algorithm: string,
): Promise<ClientKey | undefined> {
  const types = algorithm.startsWith('RSA') ? ['rsa'] : algorithm.startsWith('ECDH-ES') ? ['ec', 'x25519'] : []
  return await findKey(
    server,
    client,
    ({ use, algorithm: own, key }) =>
      (use === undefined || use === 'enc') &&
      (own === undefined || own === algorithm) &&
      types.includes(key.asymmetricKeyType ?? ''),
  )
}

async function findKey(
  server: Server,
  client: Client,
  fits: (key: ClientKey) => boolean,
): Promise<ClientKey | undefined> {
  const { attributes } = client.settings
  const url = attributes['use.jwks.url'] === 'true' ? attributes['jwks.url'] : undefined
  if (!url) return storedKeys(client).find(fits)
  const from = { owner: `${client.realmId} ${client.id}`, url }
  const known = (await fetchKeySet(server, { ...from, refresh: false })).find(fits)
  return known ?? (await fetchKeySet(server, { ...from, refresh: true })).find(fits)
}

const parsed = new WeakMap<Client, readonly ClientKey[]>()

function storedKeys(client: Client): readonly ClientKey[] {
  const known = parsed.get(client)
  if (known) return known
  const { attributes } = client.settings
  const keys =
    attributes['use.jwks.string'] === 'true'
      ? (readKeySet(attributes['jwks.string'] ?? '') ?? [])
      : readSingleKey(attributes)
  parsed.set(client, keys)
  return keys
}

/** Keycloak keeps one key for signatures as a certificate or bare, base64 of the DER form without the lines of PEM. */
function readSingleKey(attributes: Client['settings']['attributes']): readonly ClientKey[] {
  const certificate = attributes['jwt.credential.certificate']
  const bare = attributes['jwt.credential.public.key']
  try {
    const key = certificate
      ? new X509Certificate(toDer(certificate)).publicKey
      : bare && createPublicKey({ key: toDer(bare), format: 'der', type: 'spki' })
    return key ? [{ kid: attributes['jwt.credential.kid'], algorithm: undefined, use: 'sig', key }] : []
  } catch {
    return []
  }
}

function toDer(text: string): Buffer {
  return Buffer.from(text.replace(/-----[A-Z ]+-----/g, ''), 'base64')
}
