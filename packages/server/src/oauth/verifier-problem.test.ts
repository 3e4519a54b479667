import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../kernel/random.ts'
import { findVerifierProblem } from './verifier-problem.ts'

const unreserved = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~')
const verifiers = fc.array(unreserved, { minLength: 43, maxLength: 128 }).map((letters) => letters.join(''))

describe('a verifier', () => {
  test('proves its own challenge and no other', () => {
    fc.assert(
      fc.property(verifiers, verifiers, fc.constantFrom('S256', 'plain', undefined), (verifier, other, method) => {
        const codeChallenge = method === 'S256' ? sha256(verifier) : verifier
        const challenge = { codeChallenge, ...(method === undefined ? {} : { codeChallengeMethod: method }) }
        expect(findVerifierProblem(challenge, verifier)).toBeUndefined()
        fc.pre(other !== verifier)
        expect(findVerifierProblem(challenge, other)).toMatchObject({ event: 'pkce_verification_failed' })
        expect(findVerifierProblem(challenge, undefined)).toMatchObject({ event: 'code_verifier_missing' })
      }),
    )
  })

  test('of a form that no verifier has is refused, whatever the challenge', () => {
    const malformed = fc.oneof(
      fc.string({ maxLength: 42 }),
      fc.string({ minLength: 129, maxLength: 200 }),
      verifiers.map((verifier) => `${verifier.slice(0, 42)}+`),
    )
    fc.assert(
      fc.property(malformed, (verifier) => {
        const challenge = { codeChallenge: verifier, codeChallengeMethod: 'plain' }
        expect(findVerifierProblem(challenge, verifier)).toMatchObject({ event: 'invalid_code_verifier' })
      }),
    )
  })

  test('without a challenge tells that somebody took the challenge away', () => {
    fc.assert(
      fc.property(verifiers, (verifier) => {
        expect(findVerifierProblem({}, verifier)).toMatchObject({ event: 'pkce_verification_failed' })
        expect(findVerifierProblem({}, undefined)).toBeUndefined()
      }),
    )
  })

  test('by a method that we do not know proves nothing', () => {
    fc.assert(
      fc.property(verifiers, (verifier) => {
        const challenge = { codeChallenge: verifier, codeChallengeMethod: 'S512' }
        expect(findVerifierProblem(challenge, verifier)).toMatchObject({ event: 'pkce_verification_failed' })
      }),
    )
  })
})
