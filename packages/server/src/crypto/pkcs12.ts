import {
  createHmac,
  createPrivateKey,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
  X509Certificate,
} from 'node:crypto'
import { type DerElement, readDerElements, toDottedIdentifier } from './der-reader.ts'
import { KeyStoreError, type KeyStoreQuestion, type StoredKey } from './key-store.ts'
import { decryptContent, derivePkcs12Key, hashOf, readIterations } from './pkcs12-encryption.ts'

/** RFC 7292: what bags hold. */
const keyBag = '1.2.840.113549.1.12.10.1.1'
const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2'
const certificateBag = '1.2.840.113549.1.12.10.1.3'
const secretBag = '1.2.840.113549.1.12.10.1.5'
const friendlyName = '1.2.840.113549.1.9.20'
const data = '1.2.840.113549.1.7.1'
const encryptedData = '1.2.840.113549.1.7.6'

interface Bag {
  readonly kind: string
  readonly value: Buffer
  readonly name: string | undefined
}

/** A store by PKCS#12 (RFC 7292), as keytool and OpenSSL make them: private keys, certificates, Java's secret keys. */
export async function readPkcs12(
  bytes: Buffer,
  { password, alias, keyPassword }: KeyStoreQuestion,
): Promise<StoredKey> {
  const [, authenticated, macData] = childrenOf(readDerElements(bytes)[0])
  const safe = contentOf(authenticated)
  verifyMac(safe, macData, password)
  const bags: Bag[] = []
  for (const part of childrenOf(readDerElements(safe)[0])) bags.push(...(await openPart(part, password)))
  const wanted = bags.find(({ kind, name }) => kind !== certificateBag && name?.toLowerCase() === alias.toLowerCase())
  if (!wanted) throw new KeyStoreError('alias')
  const key = await openKey(wanted, keyPassword)
  const certificate = key.type === 'private' ? findCertificate(bags, key) : undefined
  return { key, ...(certificate === undefined ? {} : { certificate }) }
}

/** Section 5.1: without a MAC anybody could have made the store. */
function verifyMac(safe: Buffer, macData: DerElement | undefined, password: string): void {
  const [digestInfo, salt, iterations] = childrenOf(macData)
  const [algorithm, digest] = childrenOf(digestInfo)
  const hash = hashOf(identifierOf(childrenOf(algorithm)[0]))
  if (!salt || !digest || hash === undefined) throw new Error('No MAC that is known')
  const rounds = iterations ? readIterations(iterations) : 1
  const key = derivePkcs12Key({ hash, password, salt: salt.content, iterations: rounds, purpose: 3 })
  const expected = createHmac(hash.name, key).update(safe).digest()
  const isSame = expected.length === digest.content.length && timingSafeEqual(expected, digest.content)
  if (!isSame) throw new KeyStoreError('password')
}

async function openPart(part: DerElement, password: string): Promise<readonly Bag[]> {
  const [type, wrapped] = childrenOf(part)
  const kind = identifierOf(type)
  if (kind === data) return readBags(contentOf(part))
  if (kind !== encryptedData) throw new Error('A part of an unknown kind')
  const [, content] = childrenOf(readDerElements(wrapped?.content ?? none)[0])
  const [, algorithm, sealed] = childrenOf(content)
  if (!algorithm || !sealed) throw new Error('An encrypted part without content')
  return readBags(await decryptContent(algorithm, sealed.content, password))
}

function readBags(bytes: Buffer): readonly Bag[] {
  return childrenOf(readDerElements(bytes)[0]).map((bag) => {
    const [kind, value, attributes] = childrenOf(bag)
    return { kind: identifierOf(kind), value: value?.content ?? none, name: nameOf(attributes) }
  })
}

function nameOf(attributes: DerElement | undefined): string | undefined {
  for (const attribute of childrenOf(attributes)) {
    const [type, values] = childrenOf(attribute)
    const [value] = childrenOf(values)
    // A BMPString: UTF-16, big-endian.
    if (identifierOf(type) === friendlyName && value) return Buffer.from(value.content).swap16().toString('utf16le')
  }
  return undefined
}

async function openKey({ kind, value }: Bag, password: string): Promise<KeyObject> {
  if (kind === keyBag) return toPrivateKey(value)
  if (kind === shroudedKeyBag) return toPrivateKey(await unshroud(value, password))
  if (kind !== secretBag) throw new KeyStoreError('alias')
  // Java keeps a secret as it keeps a private key: in an EncryptedPrivateKeyInfo, in an octet string.
  const [, wrapped] = childrenOf(readDerElements(value)[0])
  const sealed = readDerElements(wrapped?.content ?? none)[0]?.content ?? none
  const [, , secret] = childrenOf(readDerElements(await unshroud(sealed, password))[0])
  if (!secret) throw new Error('A secret bag without a secret')
  return createSecretKey(secret.content)
}

async function unshroud(value: Buffer, password: string): Promise<Buffer> {
  const [algorithm, sealed] = childrenOf(readDerElements(value)[0])
  if (!algorithm || !sealed) throw new Error('A sealed key without content')
  const opened = await decryptContent(algorithm, sealed.content, password).catch((error) => {
    throw error instanceof KeyStoreError && error.problem === 'password'
      ? new KeyStoreError('key-password', error)
      : error
  })
  return opened
}

const toPrivateKey = (der: Buffer): KeyObject => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })

/** The certificate over this key, whatever names the bags have. */
function findCertificate(bags: readonly Bag[], key: KeyObject): string | undefined {
  for (const { kind, value } of bags) {
    if (kind !== certificateBag) continue
    const [, wrapped] = childrenOf(readDerElements(value)[0])
    const der = readDerElements(wrapped?.content ?? none)[0]?.content
    if (der && new X509Certificate(der).checkPrivateKey(key)) return der.toString('base64')
  }
  return undefined
}

const none = Buffer.alloc(0)

const childrenOf = (element: DerElement | undefined): DerElement[] => readDerElements(element?.content ?? none)
const identifierOf = (element: DerElement | undefined): string => toDottedIdentifier(element?.content ?? none)

/** The octets of a ContentInfo of kind `data`. */
function contentOf(contentInfo: DerElement | undefined): Buffer {
  const [, wrapped] = childrenOf(contentInfo)
  const octets = childrenOf(wrapped)[0]
  if (!octets) throw new Error('A part without content')
  return octets.content
}
