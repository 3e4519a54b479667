// The parts that are built: the server's bundle and the single-page apps.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { at, singlePageApps, tools } from './layout.mjs'
import { environmentWith } from './node24.mjs'
import { inParallel, run } from './processes.mjs'
import { buildFresh, isFresh, markStale } from './staleness.mjs'
import { Problem, step } from './terminal.mjs'

const serverPart = {
  title: 'Building server',
  folder: at('packages/server/dist'),
  inputs: [
    at('packages/server/src'),
    at('packages/server/package.json'),
    at('packages/contract'),
    at('package-lock.json'),
    at('scripts/bundle-server.mjs'),
  ],
  args: [at('scripts/bundle-server.mjs')],
  cwd: at('packages/server'),
}

const appPart = (name) => ({
  title: `Building ${name}`,
  folder: at('packages', name, 'dist'),
  inputs: [at('packages', name), at('packages/ui'), at('packages/contract'), at('package-lock.json')],
  args: [tools.vite, 'build', '--logLevel', 'warn'],
  cwd: at('packages', name),
})

/** The apps that can be built: those with a vite.config.ts. */
export const buildableApps = () => singlePageApps.filter((name) => existsSync(at('packages', name, 'vite.config.ts')))

async function buildPart(part, node24) {
  await step(part.title, () =>
    buildFresh(part.folder, part.inputs, async () => {
      const env = environmentWith(node24, { NODE_ENV: 'production' })
      const result = await run(node24, part.args, { cwd: part.cwd, env })
      if (result.code !== 0) throw new Problem(`${part.title} failed, see above.`, result.output)
    }),
  )
}

async function buildParts(parts, node24) {
  await inParallel(
    2,
    parts.map((part) => () => buildPart(part, node24)),
  )
  return parts.length
}

/** Builds what is stale, two parts at a time; returns how many there were. */
export const buildStaleParts = (node24) =>
  buildParts(
    [serverPart, ...buildableApps().map(appPart)].filter((part) => !isFresh(part.folder, part.inputs)),
    node24,
  )

/** Builds the apps that were never built, and marks all as stale: from here on a watcher writes them. */
export async function prepareWatchedApps(node24) {
  const apps = buildableApps().map(appPart)
  await buildParts(
    apps.filter((part) => !existsSync(join(part.folder, 'index.html'))),
    node24,
  )
  for (const part of apps) markStale(part.folder)
}
