// npm test: everything. The last line is the sum over all suites.
import { installPackages } from './install.mjs'
import { databaseTests } from './layout.mjs'
import { findNode24 } from './node24.mjs'
import { buildStaleParts } from './parts.mjs'
import { endAll, endOnSignals } from './processes.mjs'
import { chromiumPath, provideDebianPackages, startPostgres } from './services.mjs'
import { staticChecks } from './static-checks.mjs'
import { runSuite } from './suites.mjs'
import { formatCounts, newTally } from './tally.mjs'
import { bold, dim, green, red, runScript, say, sayProblem, secondsSince, step } from './terminal.mjs'

await runScript(async () => {
  endOnSignals()
  const start = performance.now()
  const tally = newTally()

  /** A step whose failure is told and counted while the rest goes on. */
  async function attempt(title, work) {
    try {
      return await step(title, work)
    } catch (error) {
      sayProblem(error)
      tally.addBrokenStep()
      return undefined
    }
  }

  async function suite(title, options) {
    const begin = performance.now()
    say(`\n${bold(title)}`)
    const counts = await runSuite(node24, options)
    tally.addSuite(counts)
    const mark = counts.failed === 0 && counts.broken === undefined ? green('✓') : red('✗')
    const broken = counts.broken === undefined ? '' : red(`: ${counts.broken}`)
    say(`${mark} ${title}: ${formatCounts(counts)}${broken}  ${dim(secondsSince(begin))}`)
  }

  await installPackages()
  const node24 = findNode24()
  await attempt('Debian packages', provideDebianPackages)
  const isBuilt =
    (await attempt('Build', async () => ({ note: `${await buildStaleParts(node24)} stale` }))) !== undefined
  for (const { title, work } of staticChecks) await attempt(title, () => work(node24))
  const postgres = await attempt('PostgreSQL', startPostgres)

  await suite('Unit', { args: ['--project=unit'], limitSeconds: 300 })
  await suite('Integration on SQLite', { args: ['--project=integration'], limitSeconds: 480 })
  await suite('Protocols', { args: ['--project=protocol'], limitSeconds: 480 })
  if (postgres !== undefined) {
    const env = { ZTRUST_TEST_DATABASE_URL: postgres.url }
    await suite('Stores on PostgreSQL', { args: ['--project=unit', ...databaseTests()], env, limitSeconds: 240 })
    await suite('Integration on PostgreSQL', { args: ['--project=integration'], env, limitSeconds: 480 })
  }
  const chromium = isBuilt ? await attempt('Chromium', async () => ({ path: chromiumPath() })) : undefined
  if (chromium !== undefined) {
    const env = { ZTRUST_TEST_CHROMIUM: chromium.path, ...(postgres && { ZTRUST_TEST_DATABASE_URL: postgres.url }) }
    await suite('End to end', { args: ['--project=e2e'], env, limitSeconds: 780, reporter: 'default' })
  }

  await endAll()
  say(`\nAll of it took ${secondsSince(start)}.`)
  say(tally.line())
  return tally.exitCode()
})
