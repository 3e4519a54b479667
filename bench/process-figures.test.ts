import { describe, expect, it } from 'vitest'
import {
  cpuSecondsOf,
  cpuSecondsOfFamily,
  parseProcessTimes,
  parseResidentMegabytes,
  residentMegabytesOf,
} from './process-figures.ts'

describe('the figures of a process', () => {
  it('reads the times behind a name with spaces and brackets', () => {
    const text = '4242 (node (a b) c) S 17 4242 4242 0 -1 4194560 100 0 0 0 150 50 7 9 20 0 11 0 1000 1 2'
    expect(parseProcessTimes(text)).toEqual({ parent: 17, cpuSeconds: 2 })
    expect(() => parseProcessTimes('nothing')).toThrow()
  })

  it('reads the resident memory', () => {
    expect(parseResidentMegabytes('Name:\tnode\nVmHWM:\t  99999 kB\nVmRSS:\t  204800 kB\n')).toBe(200)
    expect(() => parseResidentMegabytes('Name:\tkthreadd\n')).toThrow('no resident memory')
  })

  it('sees this process itself', () => {
    const before = cpuSecondsOf(process.pid)
    for (let spin = 0; cpuSecondsOf(process.pid) - before < 0.02 && spin < 100_000; spin += 1);
    expect(cpuSecondsOf(process.pid)).toBeGreaterThan(before)
    expect(cpuSecondsOfFamily(process.pid)).toBeGreaterThanOrEqual(before)
    expect(residentMegabytesOf(process.pid)).toBeGreaterThan(10)
  })
})
