// Installs the packages when the lockfile changed since they were installed.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { at } from './layout.mjs'
import { run } from './processes.mjs'
import { Problem, step } from './terminal.mjs'

const stamp = at('node_modules/.ztrust-install')
const lockfile = at('package-lock.json')

const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

const wantedStamp = () =>
  `${createHash('sha256').update(readFileSync(lockfile)).digest('hex')} ${process.platform}-${process.arch}\n`

/**
 * Whether npm's own record of node_modules (its hidden lockfile, written when an installation is complete)
 * holds every package of the lockfile in its version. Spares a reinstallation after a plain `npm ci`.
 */
export function recordAgrees(lock, record) {
  const installed = record.packages ?? {}
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed[path]
    if (found === undefined) return wanted.optional === true
    return found.version === wanted.version && found.resolved === wanted.resolved
  })
}

function isInstalledByHand() {
  const record = readIfThere(at('node_modules/.package-lock.json'))
  return record !== '' && recordAgrees(JSON.parse(readFileSync(lockfile, 'utf8')), JSON.parse(record))
}

/** Makes node_modules what the lockfile says; quick when nothing changed. */
export async function installPackages() {
  const wanted = wantedStamp()
  if (readIfThere(stamp) === wanted) return
  if (!existsSync(stamp) && isInstalledByHand()) {
    writeFileSync(stamp, wanted)
    return
  }
  await step('Installing packages', async () => {
    // npm replaces node_modules, so it must not run on the node inside it
    const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'))
    const env = { ...process.env, PATH: path.join(delimiter) }
    const result = await run('npm', ['ci', '--ignore-scripts', '--include=dev', '--include=optional'], { env }).catch(
      () => {
        throw new Problem('npm was not found. Install npm (it comes with Node) and try again.')
      },
    )
    if (result.code !== 0)
      throw new Problem('The packages could not be installed: npm ci failed, see above.', result.output)
    writeFileSync(stamp, wanted)
  })
}
