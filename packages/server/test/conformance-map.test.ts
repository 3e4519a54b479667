import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../../', import.meta.url)
const document = readFileSync(new URL('docs/conformance.md', root), 'utf8')

/** What the map names: `file` "title", "another title". */
const named = [...document.matchAll(/`([\w./-]+\.test\.ts)`((?:,? "[^"]+")+)/g)].flatMap(([, file = '', titles = '']) =>
  [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']): [string, string] => [file, title]),
)
const read = new Map<string, string>()

function sourceOf(file: string): string {
  const path = new URL(file.startsWith('packages/') ? file : `packages/server/test/${file}`, root)
  const source = read.get(file) ?? (existsSync(path) ? readFileSync(path, 'utf8') : '')
  read.set(file, source)
  return source
}

test('every test that docs/conformance.md names is there', () => {
  expect(named.length).toBeGreaterThan(200)
  const missing = named.filter(([file, title]) => {
    const source = sourceOf(file)
    return !["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`))
  })
  expect(missing).toEqual([])
})

test('every module has a test or a reason why it is not supported', () => {
  const rows = document.split('\n').filter((line) => line.startsWith('| ') && !/^\| (module|-+) /.test(line))
  expect(rows.length).toBeGreaterThan(200)
  expect(rows.filter((row) => !/\.test\.ts` "| not supported: /.test(row))).toEqual([])
})
