import { type DestinationStream, type Logger, pino } from 'pino'

/** One answered request. No field can hold a secret: paths carry none, and the query is left out. */
export interface RequestLine {
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
}

export interface Log {
  /** The line of a request, at level info. */
  request(line: RequestLine): void
  /** Does the level let lines of debugging through? */
  readonly takesDebug: boolean
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

/**
 * Lines of requests wait this long, or until there are so many bytes of them, and go out in one write: a write for each
 * would cost more than making it. What is worth more than debugging is written at once, and takes those that wait along.
 */
const waiting = { milliseconds: 100, bytes: 8_192 } as const

/** A structured log on standard error; standard output belongs to the operator's few lines. */
export async function createLog(options: LogOptions): Promise<Log> {
  const settings = { level: options.level, base: null }
  const redacting = { ...settings, redact: { paths: redacted, censor: '[redacted]' } }
  if (options.pretty) return toLog(pino(redacting, await prettyStream()), () => {})
  const lines = pino.destination({
    dest: 2,
    sync: true,
    minLength: waiting.bytes,
    periodicFlush: waiting.milliseconds,
  })
  process.once('exit', () => lines.flushSync())
  return toLog(pino(redacting, lines), () => lines.flushSync(), pino(settings, lines))
}

/** Only a person at a terminal needs it, so it is loaded for nobody else. */
async function prettyStream(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty')
  return pretty({
    colorize: true,
    ignore: 'pid,hostname',
    translateTime: 'HH:MM:ss',
    destination: 2,
    sync: true,
  })
}

/** The fields of requests need no search for secrets: `requests` is a logger without it. */
function toLog(logger: Logger, flush: () => void, requests: Logger = logger): Log {
  const write = (level: 'info' | 'warn' | 'error') => (details: object, message: string) => {
    logger[level](details, message)
    flush()
  }
  return {
    request: (line) => requests.info(line, 'Request'),
    takesDebug: logger.isLevelEnabled('debug'),
    debug: (details, message) => logger.debug(details, message),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (bindings) => toLog(logger.child(bindings), flush, requests),
  }
}

/** For tests: says nothing. */
export const silentLog: Log = {
  request() {},
  takesDebug: true,
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
}
