import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../kernel/random.ts'
import { displayUserCode, drawUserCode, readUserCode } from './user-code.ts'

const letters = fc.constantFrom(...'BCDFGHJKLMNPQRSTVWXZ')
const codes = fc.array(letters, { minLength: 8, maxLength: 8 }).map((list) => list.join(''))

describe('a user code', () => {
  it('is read back from what is displayed, however it is typed', () => {
    const separators = fc.constantFrom('', '-', ' ', ' – ', '.')
    fc.assert(
      fc.property(codes, separators, fc.boolean(), (code, separator, isLower) => {
        const typed = displayUserCode(code).replace('-', separator)
        expect(readUserCode(isLower ? ` ${typed.toLowerCase()} ` : typed)).toBe(code)
      }),
    )
  })

  it('is drawn from letters that look like nothing else', () => {
    for (let count = 0; count < 500; count++) {
      const code = drawUserCode(systemRandom)
      expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/)
      expect(readUserCode(code)).toBe(code)
    }
  })

  it('has every letter about as often as any other', () => {
    const counts = new Map<string, number>()
    for (let count = 0; count < 5_000; count++) {
      for (const letter of drawUserCode(systemRandom)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
    // 2,000 of each are expected, with a standard deviation of 44: six of them is no accident.
    expect(counts.size).toBe(20)
    for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(264)
  })

  it.each(['', 'BCDF-GHJ', 'BCDF-GHJKL', 'ABCD-EFGH', 'BCDF-GHJ1', 'BCDFGHJK\u0000', 'ΒCDFGHJK'])(
    'is nothing like %j',
    (typed) => {
      expect(readUserCode(typed)).toBeUndefined()
    },
  )
})
