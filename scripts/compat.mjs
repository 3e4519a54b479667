// npm run compat: asks a Keycloak and the built server the same, and prints where the answers differ.
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
  return handOver(node24, [at('e2e/compat/run.ts'), ...args])
})
