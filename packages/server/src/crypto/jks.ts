import { createHash, createPrivateKey, timingSafeEqual } from 'node:crypto'
import { readDerElements } from './der-reader.ts'
import { KeyStoreError, type KeyStoreQuestion, type StoredKey } from './key-store.ts'

/** The digest over a store begins with the password and these words. */
const digestWords = 'Mighty Aphrodite'
const digestLength = 20
const saltLength = 20

interface Cursor {
  readonly bytes: Buffer
  at: number
}

interface SealedKey {
  readonly sealed: Buffer
  readonly certificate: Buffer | undefined
}

/** The format of Java's own key stores, versions 1 and 2: private keys with their chains; no secret keys. */
export function readJks(bytes: Buffer, { password, alias, keyPassword }: KeyStoreQuestion): StoredKey {
  const body = bytes.subarray(0, bytes.length - digestLength)
  const digest = sha1(toUtf16(password), Buffer.from(digestWords), body)
  if (!timingSafeEqual(digest, bytes.subarray(body.length))) throw new KeyStoreError('password')
  const entry = listKeys(body).get(alias.toLowerCase())
  if (!entry) throw new KeyStoreError('alias')
  const key = createPrivateKey({ key: openKey(entry.sealed, keyPassword), format: 'der', type: 'pkcs8' })
  return { key, ...(entry.certificate ? { certificate: entry.certificate.toString('base64') } : {}) }
}

function listKeys(bytes: Buffer): ReadonlyMap<string, SealedKey> {
  const cursor: Cursor = { bytes, at: 4 }
  const version = readNumber(cursor)
  const keys = new Map<string, SealedKey>()
  for (let left = readNumber(cursor); left > 0; left -= 1) {
    const kind = readNumber(cursor)
    const alias = readText(cursor).toLowerCase()
    // When it was made.
    skip(cursor, 8)
    if (kind === 1) {
      const sealed = readBytes(cursor)
      const chain = Array.from({ length: readLength(cursor) }, () => readCertificate(cursor, version))
      keys.set(alias, { sealed, certificate: chain[0] })
    } else if (kind === 2) {
      readCertificate(cursor, version)
    } else {
      throw new Error('An entry of an unknown kind')
    }
  }
  return keys
}

function readCertificate(cursor: Cursor, version: number): Buffer {
  if (version === 2) readText(cursor)
  return readBytes(cursor)
}

/** Java's own protection of a private key: a keystream of SHA-1 over password and salt, and a SHA-1 to check it by. */
function openKey(sealed: Buffer, password: string): Buffer {
  const [outer] = readDerElements(sealed)
  const [, octets] = readDerElements(outer?.content ?? Buffer.alloc(0))
  if (!octets) throw new Error('No sealed key')
  const secret = toUtf16(password)
  const salt = octets.content.subarray(0, saltLength)
  const hidden = octets.content.subarray(saltLength, octets.content.length - digestLength)
  const plain = Buffer.alloc(hidden.length)
  let stream = salt
  for (let at = 0; at < hidden.length; at += digestLength) {
    stream = sha1(secret, stream)
    for (let i = at; i < Math.min(at + digestLength, hidden.length); i += 1) {
      plain.writeUInt8(hidden.readUInt8(i) ^ stream.readUInt8(i - at), i)
    }
  }
  const check = octets.content.subarray(octets.content.length - digestLength)
  if (!timingSafeEqual(sha1(secret, plain), check)) throw new KeyStoreError('key-password')
  return plain
}

const sha1 = (...parts: readonly Buffer[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest()

/** Java's characters, big-endian. */
const toUtf16 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

function skip(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length
  if (end > cursor.bytes.length) throw new Error('The store ends too early')
  const part = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return part
}

const readNumber = (cursor: Cursor): number => skip(cursor, 4).readUInt32BE(0)
const readBytes = (cursor: Cursor): Buffer => skip(cursor, readNumber(cursor))
const readText = (cursor: Cursor): string => skip(cursor, skip(cursor, 2).readUInt16BE(0)).toString('utf8')

/** Of a chain: no longer than there are bytes. */
function readLength(cursor: Cursor): number {
  const length = readNumber(cursor)
  if (length > cursor.bytes.length) throw new Error('The store ends too early')
  return length
}
