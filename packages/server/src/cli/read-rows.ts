import { createReadStream } from 'node:fs'

/**
 * The objects of a file as JSON texts, one after the other, without ever holding the file: one a line, the members of a
 * list, or those of the first list within an object (`{"realm": ..., "users": [...]}`).
 */
export async function* readRows(path: string): AsyncGenerator<string> {
  const source = path === '-' ? process.stdin : createReadStream(path)
  source.setEncoding('utf8')
  const reader = createRowReader()
  for await (const chunk of source) yield* reader.read(String(chunk))
  yield* reader.end()
}

interface RowReader {
  read(text: string): Generator<string>
  end(): Generator<string>
}

/** Lines until the first brackets tell that the file is a list, or an object with a list in it. */
export function createRowReader(): RowReader {
  let kind: 'unknown' | 'lines' | 'list' = 'unknown'
  let waiting = ''
  const members = createMemberReader()
  return {
    *read(text) {
      waiting += text
      if (kind === 'unknown') kind = tellKind(waiting)
      if (kind === 'unknown') return
      if (kind === 'list') {
        yield* members(waiting)
        waiting = ''
        return
      }
      const lines = waiting.split('\n')
      waiting = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') yield line.trim()
    },
    *end() {
      if (kind === 'list') return
      for (const line of waiting.split('\n')) if (line.trim() !== '') yield line.trim()
    },
  }
}

/** Undecided while a first line, which may be an object that spans lines, is not complete. */
function tellKind(text: string): 'unknown' | 'lines' | 'list' {
  const start = text.trimStart()
  if (start === '') return 'unknown'
  if (start.startsWith('[')) return 'list'
  const end = start.indexOf('\n')
  const line = end === -1 ? start : start.slice(0, end)
  try {
    const value: unknown = JSON.parse(line)
    const holdsList = typeof value === 'object' && value !== null && 'users' in value
    return holdsList ? 'list' : 'lines'
  } catch {
    return end === -1 ? 'unknown' : 'list'
  }
}

/** Cuts the objects out of the first list. */
function createMemberReader(): (text: string) => Generator<string> {
  let isInList = false
  let isDone = false
  let depth = 0
  let isInText = false
  let isEscaped = false
  let member = ''
  return function* (text) {
    for (const letter of text) {
      if (isDone) return
      if (depth > 0) member += letter
      if (isInText) {
        if (isEscaped) isEscaped = false
        else if (letter === '\\') isEscaped = true
        else if (letter === '"') isInText = false
      } else if (letter === '"') {
        isInText = true
      } else if (!isInList) {
        isInList = letter === '['
      } else if (letter === '{' || letter === '[') {
        if (depth === 0) member = letter
        depth += 1
      } else if (letter === '}' || letter === ']') {
        if (depth === 0) {
          isDone = true
          return
        }
        depth -= 1
        if (depth === 0) yield member
      }
    }
  }
}
