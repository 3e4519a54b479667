/** One-time passwords: HOTP (RFC 4226) and TOTP (RFC 6238), with Keycloak's policy and its provisioning URI. */
import { timingSafeEqual } from 'node:crypto'
import { HOTP, Secret } from 'otpauth'
import type { Random } from '../kernel/random.ts'

/** The names of Keycloak's `otpPolicyAlgorithm`. */
export type OtpAlgorithm = 'HmacSHA1' | 'HmacSHA256' | 'HmacSHA512'

const uriAlgorithms: Readonly<Record<OtpAlgorithm, string>> = {
  HmacSHA1: 'SHA1',
  HmacSHA256: 'SHA256',
  HmacSHA512: 'SHA512',
}

/** RFC 4226, section 4: 160 bits are recommended. */
const secretBytes = 20
/** A wider window is not a second factor any more, and costs an HMAC for each step. */
const maximumWindow = 100

export function generateOtpSecret(random: Random): Buffer {
  return random.bytes(secretBytes)
}

/** Base32 without padding (RFC 4648, section 6), as apps want it typed in. */
export function encodeOtpSecret(secret: Uint8Array): string {
  return toSecret(secret).base32
}

/**
 * The bytes of a stored secret. Keycloak keeps base32 only where `secretEncoding` says so; otherwise the characters
 * themselves are the bytes. Undefined when the text is not base32.
 */
export function decodeOtpSecret(value: string, secretEncoding?: string): Buffer | undefined {
  if (secretEncoding !== 'BASE32') return Buffer.from(value)
  if (!/^[A-Za-z2-7]+=*$/.test(value)) return undefined
  return Buffer.from(Secret.fromBase32(value).bytes)
}

interface OtpParameters {
  readonly secret: Uint8Array
  /** What the user typed. */
  readonly code: string
  readonly digits: number
  readonly algorithm: OtpAlgorithm
}

export interface TotpAttempt extends OtpParameters {
  /** Seconds. */
  readonly period: number
  /** Steps before and after the present one that are taken too. */
  readonly lookAround: number
  /** Milliseconds since the epoch. */
  readonly now: number
  /** The step accepted last: it and all before it are spent (RFC 6238, section 5.2). Undefined lets codes be reused. */
  readonly lastUsedStep: number | undefined
}

/**
 * Gives the accepted time step, or undefined. The caller stores the step in one conditional write (only where it is
 * greater than what is stored), so that of two requests with the same code one wins.
 */
export function verifyTotp(attempt: TotpAttempt): number | undefined {
  const { period, now, lastUsedStep = -1 } = attempt
  const present = Math.floor(now / 1000 / period)
  const window = Math.min(attempt.lookAround, maximumWindow)
  return findCounter(attempt, Math.max(present - window, lastUsedStep + 1, 0), present + window)
}

export interface HotpAttempt extends OtpParameters {
  /** The next counter that has not been used. */
  readonly counter: number
  /** How many further counters are tried (RFC 4226, section 7.4). */
  readonly lookAhead: number
}

/** Gives the new counter to store (one more than that of the accepted code), or undefined. */
export function verifyHotp(attempt: HotpAttempt): number | undefined {
  const { counter, lookAhead } = attempt
  const accepted = findCounter(attempt, counter, counter + Math.min(lookAhead, maximumWindow))
  return accepted === undefined ? undefined : accepted + 1
}

/** Tries all counters, whichever fits, so that the time does not tell which one it was. */
function findCounter(attempt: OtpParameters, from: number, to: number): number | undefined {
  const { secret: bytes, code, digits } = attempt
  if (!/^\d+$/.test(code) || code.length !== digits) return undefined
  const secret = toSecret(bytes)
  const algorithm = uriAlgorithms[attempt.algorithm]
  const typed = Buffer.from(code)
  let accepted: number | undefined
  for (let counter = from; counter <= to; counter++) {
    const expected = Buffer.from(HOTP.generate({ secret, algorithm, digits, counter }))
    if (timingSafeEqual(expected, typed)) accepted = counter
  }
  return accepted
}

/** Copied, because `Secret` takes the whole buffer, and a Buffer is often a window on a shared one. */
function toSecret(bytes: Uint8Array): Secret {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer })
}

export type ProvisioningOptions = {
  readonly secret: Uint8Array
  readonly issuer: string
  readonly account: string
  readonly digits: number
  readonly algorithm: OtpAlgorithm
} & ({ readonly type: 'totp'; readonly period: number } | { readonly type: 'hotp'; readonly initialCounter: number })

/** The `otpauth://` URI for the QR code, character for character as Keycloak writes it. */
export function toProvisioningUri(options: ProvisioningOptions): string {
  const { type, secret, digits, algorithm } = options
  // A colon would end the issuer in the label (Key URI Format).
  const issuer = encodeForm(options.issuer.replaceAll(':', ' ')).replaceAll('+', '%20')
  const label = `${issuer}:${encodeForm(options.account)}`
  const last = options.type === 'hotp' ? `counter=${options.initialCounter}` : `period=${options.period}`
  const parameters = `secret=${encodeOtpSecret(secret)}&digits=${digits}&algorithm=${uriAlgorithms[algorithm]}`
  return `otpauth://${type}/${label}?${parameters}&issuer=${issuer}&${last}`
}

/** As Java's URLEncoder: form encoding, where only letters, digits and `.-*_` stand for themselves. */
function encodeForm(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}
