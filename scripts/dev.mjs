// npm run dev: the server from source, restarted on change, and the apps rebuilt on change, all on the server's one port.
import { installPackages } from './install.mjs'
import { at, tools } from './layout.mjs'
import { environmentWith, findNode24 } from './node24.mjs'
import { buildableApps, prepareWatchedApps } from './parts.mjs'
import { atEnd, endAll, endOnSignals, startProcess } from './processes.mjs'
import { Problem, runScript, say } from './terminal.mjs'

await runScript(async (args) => {
  endOnSignals()
  await installPackages()
  const node24 = findNode24()
  await prepareWatchedApps(node24)
  const env = environmentWith(node24)
  const watchers = buildableApps().map((name) =>
    startProcess(node24, [tools.vite, 'build', '--watch', '--mode', 'development', '--logLevel', 'warn'], {
      cwd: at('packages', name),
      env,
      detached: true,
    }),
  )
  const server = startProcess(
    node24,
    ['--watch', '--watch-preserve-output', at('packages/server/src/main.ts'), ...args],
    { env, detached: true },
  )
  const all = [server, ...watchers]
  for (const process of all) atEnd(() => process.stop())
  say(`Watching the server and ${watchers.length} apps; Ctrl-C ends them all.`)
  await Promise.race(all.map((process) => process.ended))
  await endAll()
  throw new Problem('One of the watched processes ended, see above; the others were stopped.')
})
