import { describe, expect, it } from 'vitest'
import { composeLimit, costGrowth, median, percentile, spreadOf, summarise, type Window } from './statistics.ts'

const window = (change: Partial<Window>): Window => ({
  operations: 100,
  failures: 0,
  cpuSeconds: 1,
  databaseCpuSeconds: 0,
  wallSeconds: 2,
  latenciesMilliseconds: [1],
  ...change,
})

describe('the arithmetic of the benchmark', () => {
  it('takes the middle of an odd count and the mean of the two in the middle of an even one', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 1, 4, 8])).toBe(6)
    expect(() => median([])).toThrow('Nothing was measured')
  })

  it('gives the lowest and highest beside the median', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 })
  })

  it('takes percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(hundred, 0.5)).toBe(50)
    expect(percentile(hundred, 0.99)).toBe(99)
    expect(percentile([7], 0.99)).toBe(7)
    expect(percentile([2, 1], 0)).toBe(1)
  })

  it('divides by the CPU time of the server, not by the time on the wall', () => {
    const summary = summarise([window({ operations: 300, cpuSeconds: 1.5 }), window({ cpuSeconds: 0.4 })])
    expect(summary.perCpuSecond).toEqual({ median: 225, low: 200, high: 250 })
    expect(summary.perWallSecond).toBe(100)
    expect(summary.operations).toBe(400)
  })

  it('adds the CPU time of a database server only where it says so', () => {
    const summary = summarise([window({ operations: 120, cpuSeconds: 1, databaseCpuSeconds: 2 })])
    expect(summary.perCpuSecond.median).toBe(120)
    expect(summary.perCpuSecondWithDatabase).toBe(40)
  })

  it('counts failures and takes latencies over all windows', () => {
    const summary = summarise([
      window({ failures: 2, latenciesMilliseconds: [1, 2] }),
      window({ failures: 1, latenciesMilliseconds: [3, 40] }),
    ])
    expect(summary.failures).toBe(3)
    expect(summary.p50Milliseconds).toBe(2)
    expect(summary.p99Milliseconds).toBe(40)
  })

  it('adds the times of the parts of a limit', () => {
    expect(composeLimit({ RS256: 2 }, { RS256: 3000 })).toBe(1500)
    expect(composeLimit({ Argon2id: 1, RS256: 2 }, { Argon2id: 100, RS256: 1000 })).toBeCloseTo(83.33, 2)
    expect(composeLimit({}, {})).toBeUndefined()
    expect(() => composeLimit({ ES256: 1 }, {})).toThrow('ES256')
  })

  it('calls an operation that got slower dearer', () => {
    expect(costGrowth(1200, 1000)).toBeCloseTo(1.2)
  })
})
