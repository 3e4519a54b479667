import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentLifetime } from './document-lifetime.ts'

const fiveMinutes = 300
const threeDays = 259_200

describe('how long a document is good', () => {
  it.each([
    [undefined, fiveMinutes],
    ['', fiveMinutes],
    ['max-age=3600', 3600],
    ['Max-Age = 3600 , public', 3600],
    ['max-age="3600"', 3600],
    ['max-age=3600, s-maxage=600', 600],
    ['max-age=1', fiveMinutes],
    ['max-age=99999999', threeDays],
    ['max-age=-5', fiveMinutes],
    ['max-age=soon', fiveMinutes],
    ['max-age', fiveMinutes],
    ['max-age=3600, no-cache', fiveMinutes],
    ['no-store, max-age=3600', fiveMinutes],
    ['must-revalidate', fiveMinutes],
  ])('by %s is %i seconds', (header, seconds) => {
    expect(documentLifetime(header)).toBe(seconds)
  })

  it('is five minutes at least and three days at most, whatever the header says', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.integer().map((age) => `max-age=${age}`),
        ),
        (header) => {
          const seconds = documentLifetime(header)
          expect(seconds).toBeGreaterThanOrEqual(fiveMinutes)
          expect(seconds).toBeLessThanOrEqual(threeDays)
        },
      ),
    )
  })
})
