import { describe, expect, it } from 'vitest'
import { swapPlaces } from './move-execution.ts'

const items = (priorities: Readonly<Record<string, number>>) =>
  Object.entries(priorities).map(([id, priority]) => ({ id, priority }))

describe('changing places', () => {
  it('swaps the priorities of two neighbours', () => {
    expect(swapPlaces(items({ a: 10, b: 25, c: 30 }), 'b', 'up')).toEqual(items({ b: 10, a: 25 }))
    expect(swapPlaces(items({ a: 10, b: 25, c: 30 }), 'b', 'down')).toEqual(items({ b: 30, c: 25 }))
  })
  it('changes nothing at the end, and for what is not there', () => {
    expect(swapPlaces(items({ a: 10, b: 25 }), 'a', 'up')).toEqual([])
    expect(swapPlaces(items({ a: 10, b: 25 }), 'b', 'down')).toEqual([])
    expect(swapPlaces(items({ a: 10 }), 'z', 'up')).toEqual([])
  })
  it('numbers all anew where two share a priority', () => {
    expect(swapPlaces(items({ a: 0, b: 5, c: 5 }), 'c', 'up')).toEqual(items({ c: 1, b: 2 }))
  })
})
