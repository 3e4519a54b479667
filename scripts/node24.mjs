// Node 24 for everything that is ours: from node_modules, where the lockfile put it, else the machine's own.
import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { at } from './layout.mjs'
import { describeMachine, Problem } from './terminal.mjs'

const least = [24, 15]

const isRecentEnough = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > least[0] || (major === least[0] && minor >= least[1])
}

/** The path of a Node that is at least 24.15, or a problem that says exactly what is missing. */
export function findNode24() {
  const packageName = `node-linux-${process.arch}`
  const packaged = at('node_modules', packageName, 'bin/node')
  const isInstalled = process.platform === 'linux' && existsSync(packaged)
  if (isInstalled) {
    if (realpathSync(packaged) === realpathSync(process.execPath)) return packaged
    // a C library other than glibc has the file and cannot run it
    const answer = spawnSync(packaged, ['--version'], { encoding: 'utf8' })
    if (answer.status === 0 && isRecentEnough(answer.stdout.trim())) return packaged
  }
  if (isRecentEnough(process.versions.node)) return process.execPath
  const reason = isInstalled
    ? `The package ${packageName} is installed, but its program does not run here (it needs glibc).`
    : process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64')
      ? `The package ${packageName} is not in node_modules: it is an optional dependency and was left out. Run "npm ci --include=optional".`
      : `No package brings Node 24 for ${process.platform} on ${process.arch}.`
  throw new Problem(
    `ZTrust runs on Node ${least.join('.')} or newer, and this machine has ${describeMachine()}. ${reason} Otherwise install Node 24 and put it first in PATH.`,
  )
}

/** The environment for our own processes: Node 24 is what a child finds under the name node. */
export function environmentWith(node24, extra = {}) {
  return { ...process.env, PATH: `${dirname(node24)}:${process.env.PATH ?? ''}`, ...extra }
}
