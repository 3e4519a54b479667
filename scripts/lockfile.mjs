// Keeps package-lock.json complete. Run node scripts/lockfile.mjs after changing dependencies; a test refuses the incomplete.
//
// npm leaves an optional platform package out of the lockfile when the registry it was resolved against does not
// carry it, and `npm ci` then refuses the lockfile as "not in sync", on every machine. An entry with the version and
// the platform is all that npm ci needs: it skips what is not for this machine without asking for it.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { at } from './layout.mjs'
import { say } from './terminal.mjs'

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']

/** Where Node would find a package for the package at `from`, among the lockfile's paths. */
function locate(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (packages[path] !== undefined) return path
    if (folder === '') return undefined
  }
}

/** The lockfile entry of a platform package that could not be resolved, its platform read from its name. */
function entryOf(name, version, isDevelopment) {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-')
  const os = words.filter((word) => systems.includes(word))
  const cpu = words.filter((word) => processors.includes(word))
  const isMusl = words.some((word) => word.startsWith('musl'))
  const isGlibc = words.some((word) => word.startsWith('gnu'))
  if (os.length !== 1 || cpu.length !== 1)
    throw new Error(`${name} does not name its platform; add it to the lockfile by hand`)
  return {
    version,
    cpu,
    ...(isDevelopment ? { dev: true } : {}),
    ...(isMusl ? { libc: ['musl'] } : isGlibc ? { libc: ['glibc'] } : {}),
    optional: true,
    os,
  }
}

/** The optional packages that a package of the lockfile wants and the lockfile does not hold, by path. */
export function missingPlatformPackages(lock) {
  const missing = {}
  for (const [path, wanting] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(wanting.optionalDependencies ?? {})) {
      if (locate(lock.packages, path, name) === undefined) {
        missing[`node_modules/${name}`] = entryOf(name, version, wanting.dev === true)
      }
    }
  }
  return missing
}

export const readLockfile = () => JSON.parse(readFileSync(at('package-lock.json'), 'utf8'))

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const lock = readLockfile()
  const missing = missingPlatformPackages(lock)
  const packages = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'))
  const complete = { ...lock, packages: Object.fromEntries(packages) }
  writeFileSync(at('package-lock.json'), `${JSON.stringify(complete, null, 2)}\n`)
  say(`${Object.keys(missing).length} platform packages were added to package-lock.json.`)
}
