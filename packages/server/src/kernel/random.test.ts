import { describe, expect, it } from 'vitest'
import { systemRandom } from './random.ts'

describe('random bytes', () => {
  it('are as many as asked for, and never given twice, however they are cut', () => {
    const seen = new Set<string>()
    const sizes = [8, 16, 32, 48, 511, 512, 513, 5000]
    for (let round = 0; round < 500; round += 1) {
      for (const size of sizes) {
        const bytes = systemRandom.bytes(size)
        expect(bytes).toHaveLength(size)
        for (let at = 0; at + 8 <= Math.min(size, 512); at += 8) seen.add(bytes.toString('hex', at, at + 8))
      }
    }
    const pieces = sizes.reduce((sum, size) => sum + Math.floor(Math.min(size, 512) / 8), 0)
    expect(seen.size).toBe(500 * pieces)
  })

  it('are the receiver’s alone: what is drawn later does not change them', () => {
    const first = systemRandom.bytes(16)
    const copy = first.toString('hex')
    for (let round = 0; round < 1000; round += 1) systemRandom.bytes(16)
    expect(first.toString('hex')).toBe(copy)
  })

  it('make tokens of the strength asked for', () => {
    expect(systemRandom.token()).toMatch(/^[\w-]{22}$/)
    expect(systemRandom.token(256)).toMatch(/^[\w-]{43}$/)
  })
})
