import { generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { derPositiveInteger, derSequence } from './der.ts'
import { toConcatenatedSignature, toDerSignature } from './ecdsa-signature.ts'

describe('the two forms of an ECDSA signature', () => {
  it.each([
    ['P-256', 64],
    ['P-384', 96],
    ['P-521', 132],
  ])('are those of node:crypto on %s', (namedCurve, bytes) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    const data = Buffer.from('signed')
    for (let count = 0; count < 50; count += 1) {
      const concatenated = toConcatenatedSignature(sign('sha256', data, privateKey), bytes)
      expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, concatenated)).toBe(true)
      const made = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
      expect(verify('sha256', data, publicKey, toDerSignature(made))).toBe(true)
    }
  })

  it('lead into each other, whatever the numbers, leading zeros included', () => {
    const half = fc.uint8Array({ minLength: 66, maxLength: 66 }).map((bytes) => Buffer.from(bytes))
    const zeros = fc.integer({ min: 0, max: 66 })
    fc.assert(
      fc.property(half, half, zeros, zeros, (r, s, left, right) => {
        r.fill(0, 0, left)
        s.fill(0, 0, right)
        const der = derSequence(derPositiveInteger(r), derPositiveInteger(s))
        const concatenated = Buffer.concat([r, s])
        expect(toConcatenatedSignature(der, 132)).toEqual(concatenated)
        expect(toDerSignature(concatenated)).toEqual(der)
      }),
    )
  })
})
