import type * as Undici from 'undici'
import {
  type OutboundClient,
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
} from '../../spi/outbound-client.ts'
import { type AddressGuard, createAddressGuard } from './address-guard.ts'
import { guardedLookup, requireAllowedHost, toOutboundError } from './guarded-lookup.ts'
import { openConnection } from './open-connection.ts'

const defaultTimeout = 10_000
const defaultMaxBytes = 1024 * 1024
/** Bytes of answers kept, and of one. */
const cacheSize = 8 * 1024 * 1024
const cacheEntrySize = 256 * 1024

interface Dispatchers {
  readonly plain: Undici.Dispatcher
  readonly caching: Undici.Dispatcher
  request: typeof Undici.request
  destroy(): Promise<void>
}

/** `allowed`: CIDR ranges that may be connected to although they are not public. */
export function createOutboundClient(allowed: readonly string[]): OutboundClient {
  const guard = createAddressGuard(allowed)
  // Most servers never call out: the library costs memory and start time only where it is used.
  let opened: Promise<Dispatchers> | undefined
  return {
    fetch: async (request) => {
      const url = readUrl(request.url, guard)
      opened ??= openDispatchers(guard)
      return await perform(url, request, await opened)
    },
    connect: (target) => openConnection(target, guard),
    close: async () => await (await opened)?.destroy(),
  }
}

async function openDispatchers(guard: AddressGuard): Promise<Dispatchers> {
  const { Agent, cacheStores, interceptors, request } = await import('undici')
  const agent = new Agent({
    connect: { lookup: guardedLookup(guard), timeout: defaultTimeout },
    connections: 32,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 16 * 1024,
  })
  const store = new cacheStores.MemoryCacheStore({ maxSize: cacheSize, maxEntrySize: cacheEntrySize })
  const caching = agent.compose(interceptors.cache({ store, methods: ['GET'] }))
  return { plain: agent, caching, request, destroy: () => agent.destroy() }
}

function readUrl(text: string, guard: AddressGuard): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new OutboundError('invalid-address', 'Not an http or https address without a user in it')
  }
  requireAllowedHost(url.hostname.replace(/^\[|\]$/g, ''), guard)
  url.hash = ''
  return url
}

async function perform(
  url: URL,
  { method = 'GET', headers = {}, body, cache, timeout = defaultTimeout, maxBytes = defaultMaxBytes }: OutboundRequest,
  { plain, caching, request }: Dispatchers,
): Promise<OutboundResponse> {
  const signal = AbortSignal.timeout(timeout)
  try {
    const response = await request(url, {
      method,
      headers: { ...headers, ...(cache === 'revalidate' ? { 'cache-control': 'no-cache' } : {}) },
      ...(body === undefined ? {} : { body }),
      dispatcher: cache === undefined ? plain : caching,
      signal,
    })
    return {
      status: response.statusCode,
      headers: firstValues(response.headers),
      body: await readText(response.body, maxBytes, url.host),
    }
  } catch (error) {
    throw toOutboundError(error, url.host, signal.aborted)
  }
}

async function readText(body: AsyncIterable<Buffer>, maxBytes: number, host: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop destroys the body, and with it the connection.
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) throw new OutboundError('too-large', `${host} answered with more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function firstValues(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value
      return first === undefined ? [] : [[name.toLowerCase(), first]]
    }),
  )
}
