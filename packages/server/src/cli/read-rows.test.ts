import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRowReader } from './read-rows.ts'

function readAll(text: string, cuts: readonly number[]): unknown[] {
  const reader = createRowReader()
  const points = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b)
  const rows: string[] = []
  for (const [index, start] of points.entries()) rows.push(...reader.read(text.slice(start, points[index + 1])))
  return [...rows, ...reader.end()].map((row) => JSON.parse(row))
}

const row = fc.record({ username: fc.string(), attributes: fc.dictionary(fc.string(), fc.array(fc.string())) })
const cuts = fc.array(fc.nat())

test('rows are read from lines, lists and objects with a list, wherever the file is cut', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), cuts, (rows, where) => {
      const plain: unknown = JSON.parse(JSON.stringify(rows))
      expect(readAll(rows.map((one) => JSON.stringify(one)).join('\n'), where)).toEqual(plain)
      expect(readAll(JSON.stringify(rows), where)).toEqual(plain)
      expect(readAll(JSON.stringify(rows, null, 2), where)).toEqual(plain)
      expect(readAll(JSON.stringify({ realm: 'a', users: rows }), where)).toEqual(plain)
      expect(readAll(JSON.stringify({ realm: 'a', users: rows }, null, 2), where)).toEqual(plain)
    }),
  )
})
