import type { KeyObject } from 'node:crypto'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'

/** Key management of RFC 7518, section 4.1, for what is encrypted for the realm and by it. RSA1_5 is not among them (RFC 8725, 3.2). */
export const keyManagementAlgorithms = [
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
] as const

/** RFC 7518, section 5.1. */
export const contentEncryptions = [
  'A128GCM',
  'A192GCM',
  'A256GCM',
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
] as const

export interface DecryptedJwe {
  readonly text: string
  /** `alg` and `enc` of the header. */
  readonly algorithm: string
  readonly encryption: string
}

/**
 * What was encrypted for this realm (RFC 7516, compact), by the key its header names, else by any that fits. Undefined
 * when it cannot be opened: why is nobody's business (RFC 7516, section 11.5).
 */
export async function decryptJwe(realm: RealmSnapshot, token: string): Promise<DecryptedJwe | undefined> {
  const jose = await import('jose')
  const limits = {
    keyManagementAlgorithms: [...keyManagementAlgorithms],
    contentEncryptionAlgorithms: [...contentEncryptions],
  }
  try {
    const { alg, enc, kid, zip } = jose.decodeProtectedHeader(token)
    // Compressed content may be of any size when it is opened (CVE-2024-28176).
    if (zip !== undefined || alg === undefined || enc === undefined) return undefined
    for (const key of listDecryptionKeys(realm, alg, kid)) {
      const opened = await jose.compactDecrypt(token, key, limits).catch(refuse)
      if (opened) return { text: Buffer.from(opened.plaintext).toString('utf8'), algorithm: alg, encryption: enc }
    }
    return undefined
  } catch (error) {
    return refuse(error)
  }

  function refuse(error: unknown): undefined {
    if (error instanceof jose.errors.JOSEError || error instanceof TypeError) return undefined
    throw error
  }
}

function listDecryptionKeys(realm: RealmSnapshot, algorithm: string, kid: string | undefined): KeyObject[] {
  const type = algorithm.startsWith('RSA-') ? 'RSA' : algorithm.startsWith('ECDH-') ? 'EC' : undefined
  return realm.keys.flatMap((key) => {
    const fits = key.use === 'ENC' && key.status !== 'DISABLED' && key.type === type
    return fits && (kid === undefined || key.kid === kid) && key.privateKey ? [key.privateKey] : []
  })
}

/** The algorithms of key management that this realm has a key for. */
export function listKeyManagement(realm: RealmSnapshot): string[] {
  return keyManagementAlgorithms.filter((algorithm) => listDecryptionKeys(realm, algorithm, undefined).length > 0)
}
