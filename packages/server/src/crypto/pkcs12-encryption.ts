import { createDecipheriv, createHash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { type DerElement, readDerElements, toDottedIdentifier } from './der-reader.ts'
import { KeyStoreError } from './key-store.ts'

const derive = promisify(pbkdf2)

export interface Pkcs12Hash {
  readonly name: string
  /** Bytes of a digest, and of the blocks the hash works on. */
  readonly length: number
  readonly block: number
}

const sha1: Pkcs12Hash = { name: 'sha1', length: 20, block: 64 }
const hashes: Readonly<Record<string, Pkcs12Hash>> = {
  '1.3.14.3.2.26': sha1,
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', length: 32, block: 64 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', length: 48, block: 128 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', length: 64, block: 128 },
}

export const hashOf = (identifier: string): Pkcs12Hash | undefined => hashes[identifier]

const pbes2 = '1.2.840.113549.1.5.13'
const withTripleDes = '1.2.840.113549.1.12.1.3'

/** Of the HMACs of PBKDF2 (RFC 8018, appendix B.1.2). */
const pseudoRandom: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

const ciphers: Readonly<Record<string, { readonly name: string; readonly keyLength: number }>> = {
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24 },
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32 },
}

/** More than keytool (10,000) and OpenSSL (2,048) take; a store that asks for more would hold the server up. */
const mostIterations = 200_000

/** Opens what an AlgorithmIdentifier says is encrypted by a password. `password`: it was another one. */
export async function decryptContent(algorithm: DerElement, sealed: Buffer, password: string): Promise<Buffer> {
  const [type, parameters] = childrenOf(algorithm)
  switch (identifierOf(type)) {
    case pbes2:
      return await openByPbes2(parameters, sealed, password)
    case withTripleDes:
      return openByTripleDes(parameters, sealed, password)
    default:
      // RC2 with 40 bits, which Java 8 took for certificates, protects nothing.
      throw new Error('Encrypted in a way that is not known')
  }
}

/** RFC 8018, section 6.2. */
async function openByPbes2(parameters: DerElement | undefined, sealed: Buffer, password: string): Promise<Buffer> {
  const [derivation, encryption] = childrenOf(parameters)
  const [salt, iterations, ...more] = childrenOf(childrenOf(derivation)[1])
  // Behind the iterations the length of the key may be told, which the cipher tells as well.
  const prf = more.find(({ tag }) => tag === 0x30)
  const hash = prf ? pseudoRandom[identifierOf(childrenOf(prf)[0])] : 'sha1'
  const [cipherType, iv] = childrenOf(encryption)
  const cipher = ciphers[identifierOf(cipherType)]
  if (!salt || !iterations || !iv || !cipher || hash === undefined) throw new Error('Parameters that are not known')
  const key = await derive(password, salt.content, readIterations(iterations), cipher.keyLength, hash)
  return decrypt(cipher.name, key, iv.content, sealed)
}

/** RFC 7292, appendix C: what OpenSSL and Java took before AES. */
function openByTripleDes(parameters: DerElement | undefined, sealed: Buffer, password: string): Buffer {
  const [salt, iterations] = childrenOf(parameters)
  if (!salt || !iterations) throw new Error('Parameters that are not known')
  const shared = { hash: sha1, password, salt: salt.content, iterations: readIterations(iterations) }
  const key = derivePkcs12Key({ ...shared, purpose: 1, length: 24 })
  const iv = derivePkcs12Key({ ...shared, purpose: 2, length: 8 })
  return decrypt('des-ede3-cbc', key, iv, sealed)
}

function decrypt(cipher: string, key: Buffer, iv: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, key, iv)
  try {
    const opened = Buffer.concat([decipher.update(sealed), decipher.final()])
    // Padding may fit by chance; DER that ends where the bytes end does not.
    readDerElements(opened)
    return opened
  } catch (cause) {
    throw new KeyStoreError('password', cause)
  }
}

export function readIterations({ content }: DerElement): number {
  const iterations = content.length > 4 ? Number.POSITIVE_INFINITY : content.readUIntBE(0, content.length)
  if (iterations < 1 || iterations > mostIterations) throw new Error('Too many iterations')
  return iterations
}

interface Pkcs12Derivation {
  readonly hash: Pkcs12Hash
  readonly password: string
  readonly salt: Buffer
  readonly iterations: number
  /** 1: a key, 2: an initialisation vector, 3: a key for a MAC. */
  readonly purpose: 1 | 2 | 3
  /** Bytes; as long as a digest when left out. */
  readonly length?: number
}

/** RFC 7292, appendix B.2. */
export function derivePkcs12Key({ hash, password, salt, iterations, purpose, length }: Pkcs12Derivation): Buffer {
  const { block } = hash
  const diversifier = Buffer.alloc(block, purpose)
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16()
  let input = Buffer.concat([stretch(salt, block), stretch(secret, block)])
  const parts: Buffer[] = []
  const wanted = length ?? hash.length
  for (let made = 0; made < wanted; made += hash.length) {
    let digest = Buffer.concat([diversifier, input])
    for (let round = 0; round < iterations; round += 1) digest = createHash(hash.name).update(digest).digest()
    parts.push(digest)
    const addend = toNumber(stretch(digest, block)) + 1n
    const blocks = Array.from({ length: input.length / block }, (_, index) =>
      toBytes(toNumber(input.subarray(index * block, (index + 1) * block)) + addend, block),
    )
    input = Buffer.concat(blocks)
  }
  return Buffer.concat(parts).subarray(0, wanted)
}

/** Repeated up to a whole number of blocks. */
function stretch(bytes: Buffer, block: number): Buffer {
  const length = Math.ceil(bytes.length / block) * block
  return bytes.length === 0 ? bytes : Buffer.alloc(length, bytes)
}

const toNumber = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)

/** The last `length` bytes of a number. */
function toBytes(value: bigint, length: number): Buffer {
  const hex = BigInt.asUintN(length * 8, value).toString(16)
  return Buffer.from(hex.padStart(length * 2, '0'), 'hex')
}

const childrenOf = (element: DerElement | undefined): DerElement[] =>
  readDerElements(element?.content ?? Buffer.alloc(0))
const identifierOf = (element: DerElement | undefined): string =>
  toDottedIdentifier(element?.content ?? Buffer.alloc(0))
