// npm run check: types, lint, dead code, generated documents, then unit tests and the architecture test; npm test does the rest.
import { installPackages } from './install.mjs'
import { findNode24 } from './node24.mjs'
import { endOnSignals } from './processes.mjs'
import { staticChecks } from './static-checks.mjs'
import { runSuite } from './suites.mjs'
import { formatCounts } from './tally.mjs'
import { Problem, runScript, say, secondsSince, step } from './terminal.mjs'

await runScript(async () => {
  const start = performance.now()
  endOnSignals()
  await installPackages()
  const node24 = findNode24()
  for (const { title, work } of staticChecks) await step(title, () => work(node24))
  const suite = await runSuite(node24, { args: ['--project=unit'], limitSeconds: 300 })
  if (suite.broken !== undefined) throw new Problem(`The tests broke: ${suite.broken}.`)
  say(`${formatCounts(suite)} in ${secondsSince(start)}`)
  return suite.failed === 0 ? 0 : 1
})
