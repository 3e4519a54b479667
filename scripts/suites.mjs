// Runs Vitest projects and counts what they say.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tools } from './layout.mjs'
import { environmentWith } from './node24.mjs'
import { atEnd, run } from './processes.mjs'

/** An operator's own ZTRUST_ settings must not reach a server under test. */
function testEnvironment(node24, extra) {
  const env = environmentWith(node24, { ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...extra })
  for (const name of Object.keys(env)) {
    if (name.startsWith('ZTRUST_') && !name.startsWith('ZTRUST_TEST_')) delete env[name]
  }
  if (extra.ZTRUST_TEST_DATABASE_URL === undefined) delete env.ZTRUST_TEST_DATABASE_URL
  return env
}

/**
 * The counts of one Vitest JSON report. A file that fails before its first test counts as one failure,
 * for its tests were not run.
 */
export function countReport(report) {
  const emptyFailures = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + emptyFailures,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * Runs `vitest run` with these arguments; its report goes to the terminal as it comes.
 * Returns the counts, and in `broken` a sentence when the run itself failed.
 */
export async function runSuite(node24, { args, env = {}, limitSeconds, reporter = 'dot' }) {
  const folder = mkdtempSync(join(tmpdir(), 'ztrust-report-'))
  const report = join(folder, 'report.json')
  const clear = () => rmSync(folder, { recursive: true, force: true })
  const forget = atEnd(clear)
  try {
    const result = await run(
      node24,
      [
        tools.vitest,
        'run',
        ...args,
        `--reporter=${reporter}`,
        '--reporter=json',
        `--outputFile.json=${report}`,
        '--silent=passed-only',
        '--allowOnly=false',
      ],
      { env: testEnvironment(node24, env), show: true, limitSeconds },
    )
    const counts = existsSync(report)
      ? countReport(JSON.parse(readFileSync(report, 'utf8')))
      : { passed: 0, failed: 0, skipped: 0 }
    return { ...counts, broken: whatBroke(result, counts, limitSeconds) }
  } finally {
    forget()
    clear()
  }
}

function whatBroke(result, counts, limitSeconds) {
  if (result.expired) return `it did not end within ${limitSeconds} seconds and was stopped`
  if (counts.passed + counts.failed === 0) return 'not one test was run'
  if (result.code !== 0 && counts.failed === 0) return `vitest ended with code ${result.code} although no test failed`
  return undefined
}
