import { sign } from 'node:crypto'
import { toIsoTime } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import {
  derBitString,
  derNull,
  derObjectIdentifier,
  derPositiveInteger,
  derSequence,
  derSet,
  derTime,
  derUtf8String,
} from './der.ts'
import type { KeyPair } from './keys.ts'

export interface SelfSignedCertificateOptions {
  readonly keyPair: KeyPair
  /** The realm's name or a client's id; cut to the 64 characters that RFC 5280, appendix A.1 allows. */
  readonly commonName: string
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly random: Random
}

const commonNameLength = 64
const validYears = 10
/** Keycloak's certificates begin 100 seconds early, for clocks that are behind. */
const backdatedMilliseconds = 100_000

/**
 * Makes a self-signed X.509 certificate (RFC 5280) over a key pair, valid for ten years, as base64 DER. It is version 1,
 * as Keycloak's realm certificates are: it carries a key, it vouches for nothing.
 */
export async function createSelfSignedCertificate(options: SelfSignedCertificateOptions): Promise<string> {
  const { keyPair, commonName, now, random } = options
  const { identifier, hash } = chooseAlgorithm(keyPair)
  const name = derSequence(
    derSet(
      derSequence(
        derObjectIdentifier('2.5.4.3'),
        derUtf8String(Array.from(commonName).slice(0, commonNameLength).join('')),
      ),
    ),
  )
  const body = derSequence(
    derPositiveInteger(makeSerialNumber(random)),
    identifier,
    name,
    derSequence(derTime(toIsoTime(now - backdatedMilliseconds)), derTime(addYears(toIsoTime(now), validYears))),
    name,
    keyPair.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = await new Promise<Buffer>((resolve, reject) => {
    sign(hash, body, keyPair.privateKey, (error, bytes) => (error ? reject(error) : resolve(bytes)))
  })
  return derSequence(body, identifier, derBitString(signature)).toString('base64')
}

/** 16 bytes, never 0 and well within the 20 of RFC 5280, section 4.1.2.2. */
function makeSerialNumber(random: Random): Buffer {
  const serial = random.bytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  return serial
}

/** The 29th of February becomes the 28th. */
function addYears(isoTime: string, years: number): string {
  const year = String(Number(isoTime.slice(0, 4)) + years)
  return `${year}${isoTime.slice(4).replace(/^-02-29/, '-02-28')}`
}

/** Signature algorithms of RFC 8017, RFC 5758 and RFC 8410. */
function chooseAlgorithm({ publicKey }: KeyPair): { identifier: Buffer; hash: 'sha256' | 'sha384' | 'sha512' | null } {
  if (publicKey.asymmetricKeyType === 'rsa') {
    // RFC 4055, section 5: the parameters are NULL, not absent.
    return { identifier: derSequence(derObjectIdentifier('1.2.840.113549.1.1.11'), derNull()), hash: 'sha256' }
  }
  if (publicKey.asymmetricKeyType === 'ed25519') {
    return { identifier: derSequence(derObjectIdentifier('1.3.101.112')), hash: null }
  }
  switch (publicKey.asymmetricKeyDetails?.namedCurve) {
    case 'prime256v1':
      return { identifier: derSequence(derObjectIdentifier('1.2.840.10045.4.3.2')), hash: 'sha256' }
    case 'secp384r1':
      return { identifier: derSequence(derObjectIdentifier('1.2.840.10045.4.3.3')), hash: 'sha384' }
    case 'secp521r1':
      return { identifier: derSequence(derObjectIdentifier('1.2.840.10045.4.3.4')), hash: 'sha512' }
    default:
      throw new Error('No certificate can be made for this type of key')
  }
}
