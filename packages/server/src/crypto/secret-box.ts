import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { type Random, systemRandom } from '../kernel/random.ts'
import { decodeBase64url } from './base64url.ts'

/** Encrypts secrets at rest by AES-256-GCM (NIST SP 800-38D). */
export interface SecretBox {
  /** `context` names the place of the secret ("realm/ID/key/ID"): it opens nowhere else. */
  seal(plain: string, context: string): string
  /** Throws when the key, the context or a single bit differs. */
  open(sealed: string, context: string): string
  /** Tells whether a key fits a database without telling the key. */
  fingerprint(): string
}

const ivBytes = 12
const tagBytes = 16
const keyBytes = 32

/** `key` is 32 bytes; encryption and fingerprint use keys derived from it (RFC 5869), never the key itself. */
export function createSecretBox(key: Buffer, random: Random = systemRandom): SecretBox {
  if (key.length !== keyBytes) throw new Error(`The encryption key must have ${keyBytes} bytes`)
  const encryptionKey = derive(key, 'ztrust secret box v1')
  const fingerprint = createHmac('sha256', derive(key, 'ztrust fingerprint v1')).update('ztrust').digest('base64url')
  return {
    seal(plain, context) {
      const iv = random.bytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, iv, { authTagLength: tagBytes })
      cipher.setAAD(Buffer.from(context))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1.${iv.toString('base64url')}.${sealed.toString('base64url')}`
    },
    open(sealed, context) {
      const [version, ivText, text, ...rest] = sealed.split('.')
      const iv = decodeBase64url(ivText ?? '')
      const bytes = decodeBase64url(text ?? '')
      if (version !== 'v1' || rest.length > 0 || iv?.length !== ivBytes || !bytes || bytes.length < tagBytes) {
        throw new Error('Not a sealed secret')
      }
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, iv, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
      try {
        const plain = decipher.update(bytes.subarray(0, bytes.length - tagBytes))
        return Buffer.concat([plain, decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new Error('The secret cannot be opened: another key, another context, or damaged', { cause })
      }
    },
    fingerprint: () => fingerprint,
  }
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, keyBytes))
}
