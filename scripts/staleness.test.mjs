import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildFresh, isFresh, markStale } from './staleness.mjs'

let folder
let source
let built

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ztrust-staleness-'))
  source = join(folder, 'src')
  built = join(folder, 'dist')
  mkdirSync(join(source, 'inner'), { recursive: true })
  mkdirSync(built)
  writeFileSync(join(source, 'main.ts'), 'one')
  writeFileSync(join(source, 'inner/part.ts'), 'two')
  await buildFresh(built, [source], async () => {})
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what was just built is fresh', () => {
  expect(isFresh(built, [source])).toBe(true)
})

test('a change, a new file and a deleted file each make it stale', () => {
  writeFileSync(join(source, 'new.ts'), '')
  expect(isFresh(built, [source])).toBe(false)
  rmSync(join(source, 'new.ts'))
  expect(isFresh(built, [source])).toBe(true)
  rmSync(join(source, 'inner/part.ts'))
  expect(isFresh(built, [source])).toBe(false)
})

test('a file that went back in time makes it stale', () => {
  utimesSync(join(source, 'main.ts'), 1000, 1000)
  expect(isFresh(built, [source])).toBe(false)
})

test('a changed test does not make it stale', () => {
  writeFileSync(join(source, 'main.test.ts'), 'test')
  expect(isFresh(built, [source])).toBe(true)
})

test('a build that fails, and a removed stamp, leave it stale', async () => {
  const failing = buildFresh(built, [source], () => Promise.reject(new Error('broken')))
  await expect(failing).rejects.toThrow('broken')
  expect(isFresh(built, [source])).toBe(false)
  await buildFresh(built, [source], async () => {})
  markStale(built)
  expect(isFresh(built, [source])).toBe(false)
})

test('a change during the build leaves it stale', async () => {
  await buildFresh(built, [source], async () => writeFileSync(join(source, 'main.ts'), 'changed meanwhile'))
  expect(isFresh(built, [source])).toBe(false)
})
