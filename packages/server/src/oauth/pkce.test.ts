import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isChallenge, isVerifierOf } from './pkce.ts'

// RFC 7636, appendix B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

test('the example of RFC 7636 verifies', () => {
  expect(isVerifierOf(verifier, challenge, 'S256')).toBe(true)
})

test('another verifier, or the challenge itself, does not verify', () => {
  expect(isVerifierOf(`${verifier}x`, challenge, 'S256')).toBe(false)
  expect(isVerifierOf(challenge, challenge, 'S256')).toBe(false)
  expect(isVerifierOf('', challenge, 'S256')).toBe(false)
})

test('plain compares the texts', () => {
  expect(isVerifierOf(verifier, verifier, 'plain')).toBe(true)
  expect(isVerifierOf(challenge, verifier, 'plain')).toBe(false)
})

test('challenges are 43 to 128 unreserved characters', () => {
  expect(isChallenge(challenge)).toBe(true)
  expect(isChallenge('a'.repeat(42))).toBe(false)
  expect(isChallenge('a'.repeat(129))).toBe(false)
  expect(isChallenge(`${'a'.repeat(42)}+`)).toBe(false)
})

describe('whatever is tried', () => {
  const unreserved = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~')
  const verifiers = fc.string({ unit: unreserved, minLength: 43, maxLength: 128 })
  const s256 = (text: string) => createHash('sha256').update(text).digest('base64url')

  test('a verifier proves its own challenge, by both methods', () => {
    fc.assert(
      fc.property(verifiers, (one) => {
        expect(isVerifierOf(one, s256(one), 'S256')).toBe(true)
        expect(isVerifierOf(one, one, 'plain')).toBe(true)
        expect(isChallenge(s256(one))).toBe(true)
      }),
    )
  })

  test('no other verifier does, nor the challenge itself', () => {
    fc.assert(
      fc.property(verifiers, verifiers, (one, other) => {
        fc.pre(one !== other)
        expect(isVerifierOf(other, s256(one), 'S256')).toBe(false)
        expect(isVerifierOf(other, one, 'plain')).toBe(false)
        expect(isVerifierOf(s256(one), s256(one), 'S256')).toBe(false)
      }),
    )
  })

  test('a verifier that is changed in one place does not', () => {
    fc.assert(
      fc.property(verifiers, fc.nat(127), unreserved, (one, place, character) => {
        const at = place % one.length
        fc.pre(one[at] !== character)
        const changed = one.slice(0, at) + character + one.slice(at + 1)
        expect(isVerifierOf(changed, s256(one), 'S256')).toBe(false)
      }),
    )
  })

  test('what is no verifier proves nothing, not even itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        fc.pre(!/^[A-Za-z0-9._~-]{43,128}$/.test(text))
        expect(isVerifierOf(text, s256(text), 'S256')).toBe(false)
        expect(isVerifierOf(text, text, 'plain')).toBe(false)
        expect(isChallenge(text)).toBe(false)
      }),
    )
  })
})
