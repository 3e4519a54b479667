import { expect, test } from 'vitest'
import { hashHalf } from './hash-half.ts'

test('at_hash of the example in OpenID Connect Core, appendix A.3', () => {
  expect(hashHalf('jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y', 'RS256')).toBe('77QmUPtjPfzWtF2AnpK9RQ')
})

test('the hash follows the algorithm', () => {
  const lengthOf = (algorithm: string) => Buffer.from(hashHalf('x', algorithm), 'base64url').length
  expect(['RS256', 'ES384', 'PS512', 'EdDSA'].map(lengthOf)).toEqual([16, 24, 32, 32])
})
