import { systemClock } from './kernel/clock.ts'
import { readConfig, type ServerConfig, serverConfigSchema } from './kernel/config.ts'
import { OperatorError } from './kernel/error.ts'
import { giveBackMemory } from './kernel/give-back-memory.ts'
import { systemIds } from './kernel/ids.ts'
import { createLog, type Log, silentLog } from './kernel/log.ts'
import { systemRandom } from './kernel/random.ts'
import { modules } from './modules.ts'
import { type RunningServer, startServer } from './start-server.ts'

/** Requests in flight get this long to end after SIGTERM. */
const drainMilliseconds = 12_000

/** What has to be compiled and warmed up right after the start is done by then. */
const quietMilliseconds = 1000

async function main(): Promise<void> {
  const config = readConfig(serverConfigSchema, { argv: process.argv.slice(2), env: process.env })
  const log = await chooseLog(config)
  const running = await startServer(config, modules, { clock: systemClock, random: systemRandom, ids: systemIds, log })
  process.stdout.write(`ZTrust is ready at ${running.context.urls.base}\n`)
  void systemClock.delay(quietMilliseconds).then(giveBackMemory)
  // Ctrl-C under npm arrives twice, from the terminal and from npm: the second must not cut the draining short.
  let isStopping = false
  const stop = () => {
    if (!isStopping) void shutDown(running)
    isStopping = true
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

async function chooseLog(config: ServerConfig): Promise<Log> {
  if (config.logLevel === 'silent') return silentLog
  const pretty = config.logFormat === 'pretty' || (config.logFormat === 'auto' && process.stderr.isTTY === true)
  return createLog({ level: config.logLevel, pretty })
}

async function shutDown(running: RunningServer): Promise<void> {
  const late = systemClock.delay(drainMilliseconds).then(() => 'late' as const)
  const outcome = await Promise.race([running.stop().then(() => 'stopped' as const), late])
  process.exit(outcome === 'stopped' ? 0 : 1)
}

try {
  await main()
} catch (error) {
  // Operators get a sentence; anything else is a fault of ours and shows its trace.
  process.stderr.write(`${error instanceof OperatorError ? error.message : (error as Error).stack}\n`)
  process.exit(1)
}
