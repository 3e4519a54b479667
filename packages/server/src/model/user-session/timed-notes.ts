/** Notes that say when something was proven: a JSON object of names to epoch seconds. */

/** Empty when there is no note, or none that can be read. */
export function readTimes(note: string | undefined): ReadonlyMap<string, number> {
  if (note === undefined) return new Map()
  try {
    const parsed: unknown = JSON.parse(note)
    if (typeof parsed !== 'object' || parsed === null) return new Map()
    return new Map(Object.entries(parsed).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
  } catch {
    return new Map()
  }
}

/** The note with one more moment in it. */
export function addTime(note: string | undefined, name: string, seconds: number): string {
  return JSON.stringify({ ...Object.fromEntries(readTimes(note)), [name]: seconds })
}
