/** The only source of time. Everything else asks a `Clock`, so that tests can move time by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after the given milliseconds, or earlier when the signal aborts. */
  delay(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Runs `task` every given milliseconds; the returned function stops it. Does not keep the process alive. */
  every(milliseconds: number, task: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  delay: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(done, milliseconds)
      function done() {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      signal?.addEventListener('abort', done, { once: true })
    }),
  every: (milliseconds, task) => {
    const timer = setInterval(task, milliseconds)
    timer.unref()
    return () => clearInterval(timer)
  },
}

/** A clock for tests: time stands still until `advance` is called; due delays and intervals then run in order. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): Promise<void>
  /** As after a long sleep: the time is another, and what became due meanwhile runs once. */
  leap(milliseconds: number): Promise<void>
}

export function manualClock(startAt = 1_800_000_000_000): ManualClock {
  let now = startAt
  const waiting = new Set<{ at: number; every?: number; run: () => void }>()
  return {
    now: () => now,
    delay: (milliseconds, signal) =>
      new Promise((resolve) => {
        const entry = { at: now + milliseconds, run: resolve }
        waiting.add(entry)
        signal?.addEventListener('abort', () => {
          waiting.delete(entry)
          resolve()
        })
      }),
    every: (milliseconds, task) => {
      const entry = { at: now + milliseconds, every: milliseconds, run: task }
      waiting.add(entry)
      return () => waiting.delete(entry)
    },
    async advance(milliseconds) {
      const until = now + milliseconds
      for (;;) {
        const due = [...waiting].filter((entry) => entry.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        now = Math.max(now, due.at)
        if (due.every === undefined) waiting.delete(due)
        else due.at += due.every
        due.run()
        await Promise.resolve()
      }
      now = until
    },
    async leap(milliseconds) {
      now += milliseconds
      for (const entry of [...waiting].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
        if (entry.every === undefined) waiting.delete(entry)
        else entry.at = now + entry.every
        entry.run()
        await Promise.resolve()
      }
    },
  }
}

/** ISO 8601 in UTC for people and logs; storage keeps epoch milliseconds. */
export function toIsoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
