import { expect, test } from 'vitest'
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
