import { InvalidInput } from '../../../kernel/error.ts'

/** Rows of a part as JSON texts: of a JSON array its members, else one of each line that is not blank. */
export function splitRows(text: string): readonly string[] {
  if (text.trimStart().startsWith('[')) return readArray(text).map((row) => JSON.stringify(row))
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function readArray(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value
  } catch (cause) {
    throw new InvalidInput(undefined, 'Cannot parse the JSON', [], cause)
  }
  return []
}
