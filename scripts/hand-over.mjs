// Hands the process over to Node 24.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './layout.mjs'
import { environmentWith } from './node24.mjs'

/**
 * Runs a program of ours in place of this process and ends with its exit code. A Node that can replaces itself
 * (one process, no wrapper in memory); an older one starts a child and passes the signals on.
 */
export function handOver(node24, args, extra = {}) {
  const env = environmentWith(node24, extra)
  process.chdir(root)
  if (typeof process.execve === 'function') process.execve(node24, [node24, ...args], env)
  return new Promise((resolve, reject) => {
    const child = spawn(node24, args, { cwd: root, env, stdio: 'inherit' })
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(name, () => {
        // a terminal sends Ctrl-C to the child as well, which must not see it twice
        if (name !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(name)
      })
    }
    child.on('error', reject)
    child.on('close', (code, name) => resolve(code ?? 128 + constants.signals[name]))
  })
}
