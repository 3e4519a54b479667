import { InvalidInput } from '../../kernel/error.ts'
import { OutboundError } from '../../spi/outbound-client.ts'
import type { MappedClient } from '../../spi/protocol-mapper.ts'
import type { ServerContext } from '../../spi/server-context.ts'

/** The host that a client's users are known under: of the sector's address, else of all redirect URIs. */
export function sectorOf(client: MappedClient, sectorUri: string | undefined): string | undefined {
  if (sectorUri) return URL.parse(sectorUri)?.hostname
  const hosts = new Set(listRedirectUris(client).map((uri) => URL.parse(uri)?.hostname || undefined))
  return hosts.size === 1 ? [...hosts][0] : undefined
}

/** OpenID Connect Core, section 8.1. Throws InvalidInput with Keycloak's message keys. */
export async function requireSector(
  { outbound }: Pick<ServerContext, 'outbound'>,
  client: MappedClient,
  sectorUri: string | undefined,
): Promise<void> {
  const uris = listRedirectUris(client)
  if (!sectorUri) {
    const hosts = new Set(uris.map((uri) => URL.parse(uri)?.hostname ?? ''))
    if (hosts.size === 0 || hosts.has('')) throw refuse('pairwiseClientRedirectURIsMissingHost')
    if (hosts.size > 1) throw refuse('pairwiseClientRedirectURIsMultipleHosts')
    return
  }
  if (!URL.parse(sectorUri)?.hostname) throw refuse('pairwiseMalformedSectorIdentifierURI')
  const listed = await fetchRedirectUris(outbound, sectorUri)
  if (!uris.every((uri) => listed.includes(uri))) throw refuse('pairwiseRedirectURIsMismatch')
}

function listRedirectUris({ rootUrl, redirectUris }: MappedClient): string[] {
  return redirectUris.map((uri) => (uri.startsWith('/') && rootUrl ? rootUrl + uri : uri))
}

async function fetchRedirectUris(outbound: ServerContext['outbound'], url: string): Promise<readonly unknown[]> {
  try {
    const { status, body } = await outbound.fetch({ url, headers: { accept: 'application/json' } })
    const list: unknown = status === 200 ? JSON.parse(body) : undefined
    if (Array.isArray(list)) return list
  } catch (error) {
    if (!(error instanceof OutboundError || error instanceof SyntaxError)) throw error
  }
  throw refuse('pairwiseFailedToGetRedirectURIs')
}

const texts = {
  pairwiseClientRedirectURIsMissingHost: 'Client redirect URIs must contain a valid host component.',
  pairwiseClientRedirectURIsMultipleHosts:
    'Without a configured Sector Identifier URI, client redirect URIs must not contain multiple host components.',
  pairwiseMalformedSectorIdentifierURI: 'Invalid Sector Identifier URI.',
  pairwiseFailedToGetRedirectURIs: 'Failed to get redirect URIs from the Sector Identifier URI.',
  pairwiseRedirectURIsMismatch:
    'Client redirect URIs does not match redirect URIs fetched from the Sector Identifier URI.',
} as const

function refuse(key: keyof typeof texts): InvalidInput {
  return new InvalidInput(undefined, texts[key])
}
