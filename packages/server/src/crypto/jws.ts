/**
 * Compact JWS and JWT on node:crypto for the hot paths: RFC 7515, RFC 7519, and the advice of RFC 8725. The algorithm
 * comes from the key, never from the token (RFC 8725, section 3.1); `jku`, `jwk`, `x5u` and `x5c` are never read
 * (section 3.10). Rare forms (JWE, nested tokens) belong to `jose`.
 */
import { decodeBase64url, parseJsonObject } from './base64url.ts'
import type { SigningKey, VerificationKey } from './keys.ts'
import { checkSignature, createSignature } from './signature-algorithm.ts'

export type JwtErrorCode =
  | 'malformed'
  | 'unknown_key'
  | 'bad_signature'
  | 'expired'
  | 'not_yet_valid'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'wrong_type'

/** The token is not acceptable. The message is for the log; endpoints answer by `code`. */
export class JwtError extends Error {
  readonly code: JwtErrorCode
  constructor(code: JwtErrorCode, message: string) {
    super(message)
    this.name = 'JwtError'
    this.code = code
  }
}

export type JwtClaims = Readonly<Record<string, unknown>>

export interface VerifiedJwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: JwtClaims
  /** The key that verified the signature. */
  readonly key: VerificationKey
}

/** Finds the key a token names. `kid` is undefined when the header has none; `alg` is what the header claims. */
export type KeyLookup = (
  kid: string | undefined,
  alg: string,
) => VerificationKey | undefined | Promise<VerificationKey | undefined>

/** Remembers tokens whose signature was found good; every other check runs each time. */
export interface SignatureCache {
  get(token: string): VerifiedJwt | undefined
  put(token: string, verified: VerifiedJwt): void
}

export interface JwtExpectations {
  /** Milliseconds since the epoch, as `Clock.now()` gives. */
  readonly now: number
  /** The claim `typ` as Keycloak's tokens have it (`Bearer`, `ID`, `Refresh`, ...): any of these. */
  readonly type?: string | readonly string[]
  /** The header `typ` (RFC 8725, section 3.11), for example `at+jwt` or `dpop+jwt`. */
  readonly headerType?: string
  /** The claim `iss`: any of these. */
  readonly issuer?: string | readonly string[]
  /** The claim `aud` must hold one of these. */
  readonly audience?: string | readonly string[]
  /** 0 unless told; at most 60 for what other parties signed. */
  readonly clockSkewSeconds?: number
  /** A token without `exp` is refused unless `optional`; `ignored` takes expired ones too (`id_token_hint`). */
  readonly expiry?: 'required' | 'optional' | 'ignored'
  readonly cache?: SignatureCache
}

/** Longer tokens are refused before anything is decoded. Node takes 64 KiB of headers at most. */
const maximumLength = 65_536

/** Signs claims as a JWT; `typ` is `JWT` unless told. RSA, ECDSA and EdDSA run in the thread pool. */
export function signJwt(key: SigningKey, claims: object, header: { readonly typ?: string } = {}): Promise<string> {
  return signJws(key, JSON.stringify(claims), header.typ ?? 'JWT')
}

/** As `signJwt`, for a payload that is serialised already. */
export async function signJws(key: SigningKey, payload: string, typ: string): Promise<string> {
  const input = `${encodeHeader(key, typ)}.${Buffer.from(payload).toString('base64url')}`
  const signature = await createSignature(key.algorithm, key.key, input)
  return `${input}.${signature.toString('base64url')}`
}

const encodedHeaders = new WeakMap<SigningKey, Map<string, string>>()

function encodeHeader(key: SigningKey, typ: string): string {
  let perType = encodedHeaders.get(key)
  if (!perType) {
    perType = new Map()
    encodedHeaders.set(key, perType)
  }
  let encoded = perType.get(typ)
  if (encoded === undefined) {
    encoded = Buffer.from(JSON.stringify({ alg: key.algorithm, typ, kid: key.kid })).toString('base64url')
    perType.set(typ, encoded)
  }
  return encoded
}

/** Verifies the signature and the claims of a token; throws `JwtError` when it is not acceptable. */
export async function verifyJwt(token: string, keys: KeyLookup, expected: JwtExpectations): Promise<VerifiedJwt> {
  const verified = await verifySignature(token, keys, expected.cache)
  checkTypes(verified, expected)
  checkParties(verified.claims, expected)
  checkTimes(verified.claims, expected)
  return verified
}

/** Reads a token without trusting it, to find out whose keys must verify it. */
export function readUnverifiedJwt(token: string): { header: JwtClaims; claims: JwtClaims } {
  const { header, payload } = split(token)
  return { header, claims: parseClaims(payload) }
}

async function verifySignature(token: string, keys: KeyLookup, cache?: SignatureCache): Promise<VerifiedJwt> {
  const known = cache?.get(token)
  const parts = known ? undefined : split(token)
  const header = known?.header ?? parts?.header ?? {}
  const alg = typeof header['alg'] === 'string' ? header['alg'] : ''
  const kid = typeof header['kid'] === 'string' ? header['kid'] : undefined
  const key = await keys(kid, alg)
  if (!key) throw new JwtError('unknown_key', 'No key of this name and algorithm')
  if (key.algorithm !== alg) throw new JwtError('bad_signature', 'The key is for another algorithm')
  // A remembered signature holds only under the key that verified it: keys are rotated, and realms differ.
  if (known && (known.key.key === key.key || known.key.key.equals(key.key))) return known

  const { payload, signature, input } = parts ?? split(token)
  if (!(await checkSignature(key.algorithm, key.key, input, signature))) {
    throw new JwtError('bad_signature', 'The signature does not match')
  }
  const verified: VerifiedJwt = { header, claims: parseClaims(payload), key }
  cache?.put(token, verified)
  return verified
}

function split(token: string): { header: JwtClaims; payload: Buffer; signature: Buffer; input: string } {
  if (token.length > maximumLength) throw new JwtError('malformed', 'The token is too long')
  const first = token.indexOf('.')
  const last = token.lastIndexOf('.')
  if (first < 1 || first === last || token.indexOf('.', first + 1) !== last) {
    throw new JwtError('malformed', 'Not three parts')
  }
  const head = decodeBase64url(token.slice(0, first))
  const payload = decodeBase64url(token.slice(first + 1, last))
  const signature = decodeBase64url(token.slice(last + 1))
  if (!head || !payload || !signature) throw new JwtError('malformed', 'Not base64url')
  const header = parseJsonObject(head)
  if (!header) throw new JwtError('malformed', 'The header is not a JSON object')
  if (typeof header['alg'] !== 'string') throw new JwtError('malformed', 'The header has no alg')
  if (header['kid'] !== undefined && typeof header['kid'] !== 'string') {
    throw new JwtError('malformed', 'The kid is not text')
  }
  // RFC 7515, section 4.1.11: extensions that are not understood must be refused, and none are.
  if (header['crit'] !== undefined) throw new JwtError('malformed', 'Critical extensions are not supported')
  return { header, payload, signature, input: token.slice(0, last) }
}

function parseClaims(payload: Buffer): JwtClaims {
  const claims = parseJsonObject(payload)
  if (!claims) throw new JwtError('malformed', 'The claims are not a JSON object')
  return claims
}

function checkTypes({ header, claims }: VerifiedJwt, { type, headerType }: JwtExpectations): void {
  if (type !== undefined && !isOneOf(claims['typ'], type)) throw new JwtError('wrong_type', 'Another type of token')
  if (headerType !== undefined && toMediaType(header['typ']) !== toMediaType(headerType)) {
    throw new JwtError('wrong_type', 'Another type of token in the header')
  }
}

/** RFC 7515, section 4.1.9: `application/` may be left out, and media types know no case. */
function toMediaType(typ: unknown): string | undefined {
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\/(?=[^/]+$)/, '') : undefined
}

function checkParties(claims: JwtClaims, { issuer, audience }: JwtExpectations): void {
  if (issuer !== undefined && !isOneOf(claims['iss'], issuer)) throw new JwtError('wrong_issuer', 'Another issuer')
  if (audience === undefined) return
  const aud = claims['aud']
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!audiences.some((one) => isOneOf(one, audience))) throw new JwtError('wrong_audience', 'Another audience')
}

function isOneOf(value: unknown, accepted: string | readonly string[]): boolean {
  if (typeof value !== 'string') return false
  return typeof accepted === 'string' ? value === accepted : accepted.includes(value)
}

function checkTimes(claims: JwtClaims, { now, clockSkewSeconds = 0, expiry = 'required' }: JwtExpectations): void {
  const seconds = now / 1000
  const expiresAt = readTime(claims, 'exp')
  if (expiresAt === undefined) {
    if (expiry === 'required') throw new JwtError('malformed', 'The token has no exp')
  } else if (expiry !== 'ignored' && seconds >= expiresAt + clockSkewSeconds) {
    // RFC 7519, section 4.1.4: on or after this time it must not be accepted.
    throw new JwtError('expired', 'The token has expired')
  }
  const notBefore = readTime(claims, 'nbf')
  if (notBefore !== undefined && seconds < notBefore - clockSkewSeconds) {
    throw new JwtError('not_yet_valid', 'The token is not valid yet')
  }
}

function readTime(claims: JwtClaims, name: 'exp' | 'nbf'): number | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new JwtError('malformed', `${name} is not a number`)
  return value
}
