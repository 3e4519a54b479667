// The command line: realms as files, against a running server. Knows the contract and nothing of the server's inside.
import { systemClock } from '../kernel/clock.ts'
import { createAdminApi, readAccess } from './admin-api.ts'
import { createOutput } from './output.ts'
import { runCommand, usage } from './run-command.ts'

const { env: environment, stdout } = process
const hasColours = stdout.isTTY === true && environment['NO_COLOR'] === undefined
const output = createOutput((text) => stdout.write(text), hasColours)
const args = process.argv.slice(2)

try {
  if (args.length === 0 || args.includes('--help')) {
    output.say(usage)
  } else {
    const api = createAdminApi(readAccess(environment), systemClock)
    const folder = environment['INIT_CWD'] ?? process.cwd()
    process.exitCode = await runCommand({ api, output, clock: systemClock, environment, folder }, args)
  }
} catch (error) {
  if (!(error instanceof Error)) throw error

  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
