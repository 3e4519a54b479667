import { ClientMetadata } from '@ztrust/contract/client-registration'
import { OutboundError, type OutboundResponse } from '../../spi/outbound-client.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { documentLifetime } from './document-lifetime.ts'
import { refuseDocument } from './refuse-document.ts'

/** Keycloak's limit. */
const mostBytes = 5000

export interface FetchedDocument {
  readonly metadata: ClientMetadata
  /** Names of everything that stands in the document. */
  readonly names: ReadonlySet<string>
  /** Milliseconds since the epoch, until when it need not be fetched again. */
  readonly goodUntil: number
}

/**
 * The document at an address (section 4 of the draft): of JSON, not long, from a public address, and from there alone,
 * without redirects. Throws when there is none.
 */
export async function fetchDocument(
  { outbound, clock, log }: Pick<ServerContext, 'outbound' | 'clock' | 'log'>,
  clientId: string,
): Promise<FetchedDocument> {
  const failure = 'Client Metadata fetch failed'
  try {
    const request = { url: clientId, headers: { accept: 'application/json' }, maxBytes: mostBytes }
    const answer = await outbound.fetch(request)
    if (!isDocument(answer)) throw refuseDocument(failure)
    const document: unknown = JSON.parse(answer.body)
    if (document === null) throw refuseDocument('Invalid Client Metadata: no content.')
    const members = typeof document === 'object' && !Array.isArray(document) ? withoutNulls(document) : undefined
    const { data: metadata } = ClientMetadata.safeParse(members)
    if (!members || !metadata) throw refuseDocument(failure)
    const seconds = documentLifetime(answer.headers['cache-control'])
    return { metadata, names: new Set(Object.keys(members)), goodUntil: clock.now() + seconds * 1000 }
  } catch (error) {
    if (!(error instanceof OutboundError || error instanceof SyntaxError)) throw error
    log.warn({ url: clientId, err: error }, 'The metadata document of a client cannot be fetched')
    throw refuseDocument(failure, error)
  }
}

function isDocument({ status, headers }: OutboundResponse): boolean {
  return status === 200 && /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(headers['content-type'] ?? '')
}

function withoutNulls(document: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null))
}
