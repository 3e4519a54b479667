// Where things stand in the repository.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const at = (...parts) => join(root, ...parts)

export const singlePageApps = ['admin-console', 'account-console', 'authenticator']

/** Entry points of the tools, started with Node 24 and never through node_modules/.bin, whose node is whatever comes first in PATH. */
export const tools = {
  tsc: at('node_modules/typescript/bin/tsc'),
  biome: at('node_modules/@biomejs/biome/bin/biome'),
  knip: at('node_modules/knip/bin/knip.js'),
  vite: at('node_modules/vite/bin/vite.js'),
  vitest: at('node_modules/vitest/vitest.mjs'),
}

/** Every file below a folder that the predicate accepts, sorted; installed and built folders are not entered. */
export function filesBelow(folder, accept = () => true) {
  if (!existsSync(folder)) return []
  const found = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== 'dist') found.push(...filesBelow(path, accept))
    } else if (accept(path)) {
      found.push(path)
    }
  }
  return found.sort()
}

/** The folders that have a tsconfig.json and something to check. */
export function typedPackages() {
  const folders = [...readdirSync(at('packages')).map((name) => `packages/${name}`), 'e2e', 'bench']
  return folders.filter(
    (folder) =>
      existsSync(at(folder, 'tsconfig.json')) && filesBelow(at(folder), (path) => /\.tsx?$/.test(path)).length > 0,
  )
}

/** Tests beside the server's code that open a database through the test fixture, whatever they are called. */
export const databaseTests = () =>
  filesBelow(at('packages/server/src'), (path) => path.endsWith('.test.ts'))
    .filter((path) => path.endsWith('.store.test.ts') || readFileSync(path, 'utf8').includes('/test/fixture/'))
    .map((path) => relative(root, path))
