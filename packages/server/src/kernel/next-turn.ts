/** Resolves when the event loop has served what is ready now: for work that is better done once for several callers. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
