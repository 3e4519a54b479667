// npm run build: the server's bundle and the consoles, as far as they are stale.
import { installPackages } from './install.mjs'
import { findNode24 } from './node24.mjs'
import { buildStaleParts } from './parts.mjs'
import { endOnSignals } from './processes.mjs'
import { runScript, say } from './terminal.mjs'

await runScript(async () => {
  endOnSignals()
  await installPackages()
  if ((await buildStaleParts(findNode24())) === 0) say('Everything is built and up to date.')
})
