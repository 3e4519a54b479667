import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import * as fc from 'fast-check'
import { jwtVerify, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { systemRandom } from '../kernel/random.ts'
import {
  JwtError,
  type JwtErrorCode,
  type JwtExpectations,
  type KeyLookup,
  readUnverifiedJwt,
  signJws,
  signJwt,
  verifyJwt,
} from './jws.ts'
import {
  generateEcKeyPair,
  generateEd25519KeyPair,
  generateRsaKeyPair,
  generateSecretKey,
  type SigningKey,
  toSigningKey,
  toVerificationKey,
  type VerificationKey,
} from './keys.ts'
import { type SignatureAlgorithm, signatureAlgorithms } from './signature-algorithm.ts'

const now = 1_800_000_000_000
const seconds = now / 1000
const claims = {
  iss: 'https://id.example/realms/a',
  aud: ['app', 'account'],
  sub: 'u1',
  typ: 'Bearer',
  exp: seconds + 60,
  grüße: '✓',
}

const signing = new Map<SignatureAlgorithm, SigningKey>()
const verifying = new Map<SignatureAlgorithm, VerificationKey>()

beforeAll(async () => {
  const rsa = (await generateRsaKeyPair(2048)).privateKey
  const ed = (await generateEd25519KeyPair()).privateKey
  const secret = generateSecretKey(systemRandom, 64)
  const keyFor: Record<string, KeyObject> = {
    ES256: (await generateEcKeyPair('P-256')).privateKey,
    ES384: (await generateEcKeyPair('P-384')).privateKey,
    ES512: (await generateEcKeyPair('P-521')).privateKey,
    EdDSA: ed,
  }
  for (const algorithm of signatureAlgorithms) {
    const key = keyFor[algorithm] ?? (algorithm.startsWith('HS') ? secret : rsa)
    signing.set(algorithm, toSigningKey(`k-${algorithm}`, algorithm, key))
    verifying.set(algorithm, toVerificationKey(`k-${algorithm}`, algorithm, key))
  }
})

function pick<Value>(map: Map<SignatureAlgorithm, Value>, algorithm: SignatureAlgorithm): Value {
  const value = map.get(algorithm)
  if (value === undefined) throw new Error(algorithm)
  return value
}

const byKid: KeyLookup = (kid) => [...verifying.values()].find((key) => key.kid === kid)

function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

async function codeOf(
  token: string,
  expected: Partial<JwtExpectations> = {},
  keys = byKid,
): Promise<JwtErrorCode | 'ok'> {
  try {
    await verifyJwt(token, keys, { now, ...expected })
    return 'ok'
  } catch (error) {
    if (error instanceof JwtError) return error.code
    throw error
  }
}

describe.each(signatureAlgorithms)('%s', (algorithm) => {
  test('what we sign, we and jose verify', async () => {
    const token = await signJwt(pick(signing, algorithm), claims)
    const verified = await verifyJwt(token, byKid, { now })
    expect(verified.claims).toEqual(claims)
    expect(verified.header).toEqual({ alg: algorithm, typ: 'JWT', kid: `k-${algorithm}` })
    const byJose = await jwtVerify(token, pick(verifying, algorithm).key, {
      currentDate: new Date(now),
      algorithms: [algorithm],
    })
    expect(byJose.payload).toEqual(claims)
  })

  test('what jose signs, we verify', async () => {
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: `k-${algorithm}` })
      .sign(pick(signing, algorithm).key)
    expect((await verifyJwt(token, byKid, { now })).claims).toEqual(claims)
  })

  test('one changed bit of payload or signature is refused', async () => {
    const [head, , signature] = (await signJwt(pick(signing, algorithm), claims)).split('.')
    const forged = `${head}.${encode({ ...claims, sub: 'u2' })}.${signature}`
    expect(await codeOf(forged)).toBe('bad_signature')
    const bytes = Buffer.from(signature ?? '', 'base64url')
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    const bent = (await signJwt(pick(signing, algorithm), claims)).replace(/[^.]+$/, bytes.toString('base64url'))
    expect(await codeOf(bent)).toBe('bad_signature')
    expect(await codeOf(`${head}.${encode(claims)}.`)).toBe('bad_signature')
    expect(await codeOf(`${head}.${encode(claims)}.${encode('short')}`)).toBe('bad_signature')
  })
})

describe('the algorithm comes from the key (RFC 8725, 3.1)', () => {
  test('alg none is refused even when a key is found', async () => {
    for (const alg of ['none', 'None', 'NONE', '']) {
      const token = `${encode({ alg, kid: 'k-RS256' })}.${encode(claims)}.`
      expect(await codeOf(token)).toBe('bad_signature')
    }
  })

  test('an HMAC made with the public key as secret is refused', async () => {
    const pem = pick(verifying, 'RS256').key.export({ type: 'spki', format: 'pem' }).toString()
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'k-RS256' })
      .sign(createSecretKey(pem, 'utf8'))
    expect(await codeOf(token)).toBe('bad_signature')
  })

  test('a good signature by the same RSA key under another algorithm is refused', async () => {
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS512', kid: 'k-RS256' })
      .sign(pick(signing, 'RS512').key)
    expect(await codeOf(token)).toBe('bad_signature')
  })

  test('keys in the header are never used', async () => {
    const thief = (await generateRsaKeyPair(2048)).privateKey
    const jwk = createPublicKey(thief).export({ format: 'jwk' })
    const header = {
      alg: 'RS256',
      kid: 'k-RS256',
      jwk,
      jku: 'https://evil.example/jwks',
      x5u: 'https://evil.example/x',
    }
    const token = await new SignJWT(claims).setProtectedHeader(header).sign(thief)
    expect(await codeOf(token)).toBe('bad_signature')
  })

  test('a key that does not fit its algorithm is not taken in', async () => {
    const rsa = pick(signing, 'RS256').key
    const secret = pick(signing, 'HS256').key
    expect(() => toVerificationKey('k', 'HS256', rsa)).toThrow('secret')
    expect(() => toVerificationKey('k', 'RS256', secret)).toThrow('key pair')
    expect(() => toSigningKey('k', 'ES256', rsa)).toThrow('type ec')
    expect(() => toSigningKey('k', 'ES256', pick(signing, 'ES384').key)).toThrow('prime256v1')
    expect(() => toSigningKey('k', 'RS256', pick(verifying, 'RS256').key)).toThrow('cannot sign')
    expect(() => toSigningKey('k', 'HS256', createSecretKey('too short', 'utf8'))).toThrow('32 bytes')
  })
})

describe('malformed tokens', () => {
  const head = encode({ alg: 'HS256', kid: 'k-HS256' })
  const body = encode(claims)
  test.each([
    ['empty', ''],
    ['dots only', '..'],
    ['two parts', `${head}.${body}`],
    ['four parts', `${head}.${body}.AA.AA`],
    ['five parts (JWE)', `${head}.AA.AA.AA.AA`],
    ['padding', `${head}=.${body}.AA`],
    ['plain base64', `${head}.${body}.+/+/`],
    ['space', `${head}. ${body}.AA`],
    ['bits behind the last byte', `${head}.${body}.AB`],
    ['a header that is no JSON', `${encode('{')}.${body}.AA`],
    ['a header that is an array', `${encode([])}.${body}.AA`],
    ['a header that is null', `${encode('null')}.${body}.AA`],
    [
      'a header that is no UTF-8',
      `${Buffer.from('{"alg":"HS256","x":"\xff"}', 'latin1').toString('base64url')}.${body}.AA`,
    ],
    ['a header behind a byte order mark', `${encode('\ufeff{"alg":"HS256"}')}.${body}.AA`],
    ['no alg', `${encode({ kid: 'k-HS256' })}.${body}.AA`],
    ['alg that is no text', `${encode({ alg: 1 })}.${body}.AA`],
    ['kid that is no text', `${encode({ alg: 'HS256', kid: ['k-HS256'] })}.${body}.AA`],
    ['crit', `${encode({ alg: 'HS256', kid: 'k-HS256', crit: ['b64'], b64: false })}.${body}.AA`],
    ['too long', `${head}.${encode('x'.repeat(70_000))}.AA`],
  ])('%s', async (_, token) => {
    expect(await codeOf(token)).toBe('malformed')
  })

  test('signed claims that are no JSON object', async () => {
    for (const payload of ['[]', 'null', '"text"', '1', '{', '']) {
      expect(await codeOf(await signJws(pick(signing, 'HS256'), payload, 'JWT'))).toBe('malformed')
    }
  })

  test('times that are no numbers', async () => {
    const key = pick(signing, 'HS256')
    expect(await codeOf(await signJwt(key, { exp: String(seconds + 60) }))).toBe('malformed')
    expect(await codeOf(await signJwt(key, { exp: seconds + 60, nbf: null }))).toBe('malformed')
    expect(await codeOf(await signJws(key, '{"exp":1e999}', 'JWT'))).toBe('malformed')
  })
})

test('a token in which anything was changed never verifies, and never breaks the verifier', async () => {
  const token = await signJwt(pick(signing, 'HS256'), claims)
  const edit = fc.tuple(fc.nat(token.length - 1), fc.nat(2), fc.string({ unit: 'binary', maxLength: 3 }))
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      let bent = token
      for (const [at, removed, added] of edits) bent = bent.slice(0, at) + added + bent.slice(at + removed)
      fc.pre(bent !== token)
      expect(['malformed', 'bad_signature', 'unknown_key']).toContain(await codeOf(bent))
    }),
    { numRuns: 2000 },
  )
})

describe('claims', () => {
  async function codeFor(own: object, expected: Partial<JwtExpectations> = {}, typ = 'JWT') {
    return codeOf(await signJwt(pick(signing, 'HS256'), { exp: seconds + 60, ...own }, { typ }), expected)
  }

  test('exp is exclusive, nbf inclusive, both with the skew', async () => {
    expect(await codeFor({ exp: seconds })).toBe('expired')
    expect(await codeFor({ exp: seconds + 1 })).toBe('ok')
    expect(await codeFor({ exp: seconds - 14 }, { clockSkewSeconds: 15 })).toBe('ok')
    expect(await codeFor({ exp: seconds - 15 }, { clockSkewSeconds: 15 })).toBe('expired')
    expect(await codeFor({ nbf: seconds })).toBe('ok')
    expect(await codeFor({ nbf: seconds + 1 })).toBe('not_yet_valid')
    expect(await codeFor({ nbf: seconds + 15 }, { clockSkewSeconds: 15 })).toBe('ok')
  })

  test('a token without exp is refused unless that was asked for', async () => {
    expect(await codeFor({ exp: undefined })).toBe('malformed')
    expect(await codeFor({ exp: undefined }, { expiry: 'optional' })).toBe('ok')
    expect(await codeFor({ exp: seconds - 1 }, { expiry: 'optional' })).toBe('expired')
    expect(await codeFor({ exp: seconds - 1 }, { expiry: 'ignored' })).toBe('ok')
  })

  test('issuer, audience and type must be among those expected', async () => {
    expect(await codeFor({ iss: 'a' }, { issuer: 'a' })).toBe('ok')
    expect(await codeFor({ iss: 'a/' }, { issuer: ['a', 'b'] })).toBe('wrong_issuer')
    expect(await codeFor({}, { issuer: 'a' })).toBe('wrong_issuer')
    expect(await codeFor({ iss: ['a'] }, { issuer: 'a' })).toBe('wrong_issuer')
    expect(await codeFor({ aud: 'a' }, { audience: 'a' })).toBe('ok')
    expect(await codeFor({ aud: ['x', 'a'] }, { audience: ['a', 'b'] })).toBe('ok')
    expect(await codeFor({ aud: ['x'] }, { audience: 'a' })).toBe('wrong_audience')
    expect(await codeFor({ aud: [] }, { audience: 'a' })).toBe('wrong_audience')
    expect(await codeFor({}, { audience: 'a' })).toBe('wrong_audience')
    expect(await codeFor({ aud: { a: 1 } }, { audience: 'a' })).toBe('wrong_audience')
    expect(await codeFor({ typ: 'Refresh' }, { type: ['Refresh', 'Offline'] })).toBe('ok')
    expect(await codeFor({ typ: 'ID' }, { type: 'Bearer' })).toBe('wrong_type')
    expect(await codeFor({}, { type: 'Bearer' })).toBe('wrong_type')
  })

  test('the header type is compared as a media type', async () => {
    expect(await codeFor({}, { headerType: 'at+jwt' }, 'at+jwt')).toBe('ok')
    expect(await codeFor({}, { headerType: 'at+jwt' }, 'application/AT+JWT')).toBe('ok')
    expect(await codeFor({}, { headerType: 'at+jwt' }, 'JWT')).toBe('wrong_type')
  })

  test('an unknown key is told apart', async () => {
    const token = await signJwt(pick(signing, 'HS256'), claims)
    expect(await codeOf(token, {}, () => undefined)).toBe('unknown_key')
    expect(await codeOf(token, {}, async () => undefined)).toBe('unknown_key')
  })

  test('a token can be read before it is trusted', async () => {
    const token = await signJwt(pick(signing, 'HS256'), claims, { typ: 'logout+jwt' })
    expect(readUnverifiedJwt(token)).toEqual({ header: { alg: 'HS256', typ: 'logout+jwt', kid: 'k-HS256' }, claims })
    expect(() => readUnverifiedJwt('a.b')).toThrow('three parts')
  })
})
