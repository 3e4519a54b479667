import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinDuration, splitDuration } from './duration.ts'
import { relativeParts } from './relative-parts.ts'

describe('a duration', () => {
  it.each([
    [36_000, { amount: 10, unit: 'hours' }],
    [86_400, { amount: 1, unit: 'days' }],
    [90, { amount: 90, unit: 'seconds' }],
    [300, { amount: 5, unit: 'minutes' }],
    [0, { amount: 0, unit: 'minutes' }],
  ])('of %d seconds is said as %j', (seconds, parts) => {
    expect(splitDuration(seconds)).toEqual(parts)
  })

  it('loses no second', () => {
    fc.assert(fc.property(fc.nat(), (seconds) => joinDuration(splitDuration(seconds)) === seconds))
  })
})

describe('a relative time', () => {
  const now = 1_800_000_000_000
  it.each([
    [-20, { value: 0, unit: 'second' }],
    [-60, { value: -1, unit: 'minute' }],
    [-5 * 60 - 50, { value: -5, unit: 'minute' }],
    [3 * 3600, { value: 3, unit: 'hour' }],
    [-2 * 86_400, { value: -2, unit: 'day' }],
    [-62 * 86_400, { value: -2, unit: 'month' }],
    [800 * 86_400, { value: 2, unit: 'year' }],
  ])('%d seconds away is %j', (seconds, parts) => {
    expect(relativeParts(now + seconds * 1000, now)).toEqual(parts)
  })
})
