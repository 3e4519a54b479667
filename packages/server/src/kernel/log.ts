import { type LoggerOptions, pino } from 'pino'

export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
  child(bindings: Record<string, unknown>): Log
}

/** Every path whose value must never reach a log. */
const redacted = [
  'password',
  '*.password',
  'secret',
  '*.secret',
  'token',
  '*.token',
  'client_secret',
  '*.client_secret',
  'authorization',
  '*.authorization',
  'cookie',
  '*.cookie',
  'headers.authorization',
  'headers.cookie',
]

export interface LogOptions {
  readonly level: string
  /** Coloured single lines for a person; JSON otherwise. */
  readonly pretty: boolean
}

/** A structured log on standard error; standard output belongs to the operator's few lines. */
export async function createLog(options: LogOptions): Promise<Log> {
  const settings = { level: options.level, base: null, redact: { paths: redacted, censor: '[redacted]' } }
  return options.pretty ? prettyLog(settings) : toLog(pino(settings, pino.destination(2)))
}

/** Only a person at a terminal needs it, so it is loaded for nobody else. */
async function prettyLog(settings: LoggerOptions): Promise<Log> {
  const { default: pretty } = await import('pino-pretty')
  const stream = pretty({
    colorize: true,
    ignore: 'pid,hostname',
    translateTime: 'HH:MM:ss',
    destination: 2,
    sync: true,
  })
  return toLog(pino(settings, stream))
}

/** Without pino's own type, whose open list of levels could be a promise's. */
const toLog = (log: Log): Log => log

/** For tests: says nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog }
