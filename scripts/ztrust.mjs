// npm run ztrust -- COMMAND: realms as files, against a running server.
import { handOver } from './hand-over.mjs'
import { installPackages } from './install.mjs'
import { at } from './layout.mjs'
import { findNode24 } from './node24.mjs'
import { endOnSignals } from './processes.mjs'
import { runScript } from './terminal.mjs'

await runScript(async (args) => {
  const stopListening = endOnSignals()
  await installPackages()
  stopListening()
  return handOver(findNode24(), [at('packages/server/src/cli/main.ts'), ...args])
})
