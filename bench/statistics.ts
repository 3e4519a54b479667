/** What one window of measuring saw. */
export interface Window {
  readonly operations: number
  readonly failures: number
  /** User and system time of the process under test. */
  readonly cpuSeconds: number
  /** The same of its database server, where that is a process of its own. */
  readonly databaseCpuSeconds: number
  readonly wallSeconds: number
  readonly latenciesMilliseconds: readonly number[]
}

/** Several windows of one case put together. */
export interface Summary {
  /** Operations per CPU-second of the process under test: the median of the windows, with the lowest and highest. */
  readonly perCpuSecond: Spread
  /** The same with the database server's CPU time added; equal to it on the embedded database. */
  readonly perCpuSecondWithDatabase: number
  readonly perWallSecond: number
  readonly p50Milliseconds: number
  readonly p99Milliseconds: number
  readonly operations: number
  readonly failures: number
}

export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) throw new Error('Nothing was measured')
  const lower = sorted[middle - 1]
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) }
}

/** The smallest value that `share` (0 to 1) of all values do not exceed: nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('Nothing was measured')
  return value
}

export function summarise(windows: readonly Window[]): Summary {
  const latencies = windows.flatMap((window) => [...window.latenciesMilliseconds])
  const total = (pick: (window: Window) => number) => windows.reduce((sum, window) => sum + pick(window), 0)
  return {
    perCpuSecond: spreadOf(windows.map((window) => window.operations / window.cpuSeconds)),
    perCpuSecondWithDatabase: median(
      windows.map((window) => window.operations / (window.cpuSeconds + window.databaseCpuSeconds)),
    ),
    perWallSecond: median(windows.map((window) => window.operations / window.wallSeconds)),
    p50Milliseconds: percentile(latencies, 0.5),
    p99Milliseconds: percentile(latencies, 0.99),
    operations: total((window) => window.operations),
    failures: total((window) => window.failures),
  }
}

/** What one operation must do at least, in units of the bare limits. */
export type Work = Readonly<Record<string, number>>

/**
 * Operations per CPU-second if there were nothing but the signatures and hashes themselves: the time of the parts
 * added up. Undefined for work without such parts.
 */
export function composeLimit(work: Work, limits: Readonly<Record<string, number>>): number | undefined {
  let seconds = 0
  for (const [name, times] of Object.entries(work)) {
    const limit = limits[name]
    if (limit === undefined) throw new Error(`The limit ${name} was not measured`)
    seconds += times / limit
  }
  return seconds === 0 ? undefined : 1 / seconds
}

/** How many times dearer an operation became. */
export function costGrowth(before: number, after: number): number {
  return before / after
}
