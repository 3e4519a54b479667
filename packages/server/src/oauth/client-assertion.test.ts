import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAssertion, jwtBearerAssertion, readClientAssertion } from './client-assertion.ts'

const now = 1_800_000_000_500
const seconds = 1_800_000_000
const issuer = 'https://id.test/realms/acme'
const limits = { now, audiences: [issuer, `${issuer}/protocol/openid-connect/token`], maximumAgeSeconds: 60 }
const good = { iss: 'app', sub: 'app', aud: issuer, jti: 'j', iat: seconds, exp: seconds + 30 }

const check = (change: Record<string, unknown>) => checkAssertion({ ...good, ...change }, limits)

describe('claims of an assertion', () => {
  test('are good until they expire or are too old, whichever is first', () => {
    expect(check({})).toEqual({ id: 'j', expiresAt: (seconds + 31) * 1000 })
    expect(check({ exp: seconds + 86_400 })).toEqual({ id: 'j', expiresAt: (seconds + 61) * 1000 })
    expect(check({ exp: seconds + 50, iat: undefined })).toEqual({ id: 'j', expiresAt: (seconds + 51) * 1000 })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['another audience', { aud: 'https://other.test' }, 'Invalid token audience'],
    ['no audience', { aud: undefined }, 'Invalid token audience'],
    ['an empty list of audiences', { aud: [] }, 'Invalid token audience'],
    ['an audience that only begins like ours', { aud: `${issuer}/` }, 'Invalid token audience'],
    ['two audiences', { aud: [issuer, 'https://other.test'] }, 'Multiple audiences not allowed'],
    ['two audiences, both ours', { aud: limits.audiences }, 'Multiple audiences not allowed'],
    ['no exp', { exp: undefined }, 'Token exp claim is required'],
    ['an exp that is text', { exp: String(seconds + 30) }, 'Token is not active'],
    ['an exp that is no number', { exp: Number.NaN }, 'Token is not active'],
    ['the very second of its end', { exp: now / 1000 }, 'Token is not active'],
    ['a begin in the future', { nbf: seconds + 20 }, 'Token is not active'],
    ['a begin that is text', { nbf: 'x' }, 'Token is not active'],
    ['an iat in the future', { iat: seconds + 20 }, 'Token was issued in the future'],
    ['an iat that is text', { iat: 'x' }, 'Token is not active'],
    ['an iat long ago', { iat: seconds - 61 }, 'Token was issued too far in the past to be used now'],
    [
      'an end far away and no iat',
      { iat: undefined, exp: seconds + 62 },
      'Token expiration is too far in the future and iat claim not present in token',
    ],
    ['no jti', { jti: undefined }, 'Token jti claim is required'],
    ['an empty jti', { jti: '' }, 'Token jti claim is required'],
    ['a jti that is a number', { jti: 7 }, 'Token jti claim is required'],
  ])('%s is refused', (_name, change, reason) => {
    expect(check(change)).toBe(reason)
  })

  test('a clock that is 15 seconds ahead is forgiven', () => {
    expect(check({ iat: seconds + 15, nbf: seconds + 15 })).toMatchObject({ id: 'j' })
  })

  test('what is taken now is remembered for as long as it could be taken', () => {
    const offset = fc.integer({ min: -120, max: 120 })
    fc.assert(
      fc.property(offset, fc.option(offset, { nil: undefined }), fc.integer({ min: 0, max: 400_000 }), (e, i, wait) => {
        const claims = { ...good, exp: seconds + e, iat: i === undefined ? undefined : seconds + i }
        const first = checkAssertion(claims, limits)
        const later = checkAssertion(claims, { ...limits, now: now + wait })
        if (typeof first === 'string' || typeof later === 'string') return
        expect(now + wait).toBeLessThan(first.expiresAt)
      }),
    )
  })
})

describe('an assertion in a request', () => {
  const token = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"a"}').toString('base64url')}.`

  test('is read without trusting it', () => {
    const read = readClientAssertion({ client_assertion_type: jwtBearerAssertion, client_assertion: token })
    expect(read).toEqual({ token, header: { alg: 'RS256' }, claims: { sub: 'a' } })
  })

  test.each([
    {},
    { client_assertion: token },
    { client_assertion_type: jwtBearerAssertion },
    { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer', client_assertion: token },
    { client_assertion_type: jwtBearerAssertion, client_assertion: 'a.b.c' },
    { client_assertion_type: jwtBearerAssertion, client_assertion: 'x' },
  ])('%j is none', (parameters) => {
    expect(readClientAssertion(parameters as Record<string, string>)).toBeUndefined()
  })
})
