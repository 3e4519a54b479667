import { InvalidInput } from '../../kernel/error.ts'
import { fetchSectorRedirectUris } from '../../oauth/fetch-sector.ts'
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
  server: Pick<ServerContext, 'outbound'>,
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
  const listed = await fetchSectorRedirectUris(server, sectorUri)
  if (!listed) throw refuse('pairwiseFailedToGetRedirectURIs')
  if (!uris.every((uri) => listed.includes(uri))) throw refuse('pairwiseRedirectURIsMismatch')
}

function listRedirectUris({ rootUrl, redirectUris }: MappedClient): string[] {
  return redirectUris.map((uri) => (uri.startsWith('/') && rootUrl ? rootUrl + uri : uri))
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
