// npm start: install, build what is stale, and become the server.
import { readFileSync } from 'node:fs'
import { handOver } from './hand-over.mjs'
import { installPackages } from './install.mjs'
import { at } from './layout.mjs'
import { findNode24 } from './node24.mjs'
import { buildStaleParts } from './parts.mjs'
import { endOnSignals } from './processes.mjs'
import { runScript } from './terminal.mjs'

await runScript(async (args) => {
  const stopListening = endOnSignals()
  await installPackages()
  const node24 = findNode24()
  await buildStaleParts(node24)
  stopListening()
  const serverFlags = JSON.parse(readFileSync(at('scripts/server-flags.json'), 'utf8'))
  return handOver(node24, [...serverFlags, '--enable-source-maps', at('packages/server/dist/main.js'), ...args])
})
