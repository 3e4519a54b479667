import { LRUCache } from 'lru-cache'
import { type OutboundClient, OutboundError } from '../../spi/outbound-client.ts'
import type { ServerContext } from '../../spi/server-context.ts'

interface Discovered {
  readonly address: Promise<string | undefined>
  readonly askedAt: number
}

/** Longest time that an address is used without a look whether it still is the one. */
const longestAge = 10 * 60_000
/** However many assertions come, an issuer that does not answer is asked no more often. */
const shortestPause = 10_000

const answers = new WeakMap<OutboundClient, LRUCache<string, Discovered>>()

/** Where an issuer has its keys, by its discovery document (OpenID Connect Discovery, section 4), as clusters have it. */
export async function discoverKeys(
  server: Pick<ServerContext, 'clock' | 'outbound' | 'log'>,
  issuer: string,
): Promise<string | undefined> {
  const known = answers.get(server.outbound) ?? new LRUCache<string, Discovered>({ max: 1000 })
  answers.set(server.outbound, known)
  const now = server.clock.now()
  const found = known.get(issuer)
  const age = found ? now - found.askedAt : Number.POSITIVE_INFINITY
  if (found && age < ((await found.address) === undefined ? shortestPause : longestAge)) return await found.address
  const address = ask(server, issuer)
  known.set(issuer, { address, askedAt: now })
  return await address
}

async function ask(
  { outbound, log }: Pick<ServerContext, 'outbound' | 'log'>,
  issuer: string,
): Promise<string | undefined> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  try {
    const { status, body } = await outbound.fetch({ url, headers: { accept: 'application/json' } })
    const address: unknown = status === 200 ? Object(JSON.parse(body)).jwks_uri : undefined
    if (typeof address === 'string') return address
    log.warn({ url, status }, 'An issuer of client assertions does not tell where its keys are')
  } catch (error) {
    if (!(error instanceof OutboundError || error instanceof SyntaxError)) throw error
    log.warn({ url, err: error }, 'An issuer of client assertions cannot be asked')
  }
  return undefined
}
