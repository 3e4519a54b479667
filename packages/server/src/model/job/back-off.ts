/** After so many attempts a job or message is dead: people have to look. */
export const maximumAttempts = 12

const firstDelay = 1_000
const longestDelay = 3_600_000

/** Milliseconds to wait after the given number of failed attempts: 1 s, 2 s, 4 s ... at most an hour. */
export function backOff(attempts: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** Math.max(0, attempts - 1))
}

/** What is kept of an error for people to see. */
export function describeFailure(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 1000)
}
