import type { ClientMetadata } from '@ztrust/contract/client-registration'
import { OutboundError } from '../../spi/outbound-client.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { invalidMetadata } from './from-metadata.ts'

/**
 * OpenID Connect Core, section 8.1: the sector of a client with pairwise subjects is known, either because all its
 * redirect URIs are on one host, or because the file at its sector identifier lists all of them. Fetches it.
 */
export async function requireSector(
  { outbound }: Pick<ServerContext, 'outbound'>,
  { subject_type: subject, sector_identifier_uri: sector, redirect_uris: uris = [] }: ClientMetadata,
): Promise<void> {
  if (sector === undefined) {
    if (subject !== 'pairwise') return
    if (new Set(uris.map((uri) => URL.parse(uri)?.host)).size > 1) {
      throw invalidMetadata(
        'Without a configured Sector Identifier URI, client redirect URIs must not contain multiple host components.',
      )
    }
    return
  }
  if (!sector.startsWith('https:')) throw invalidMetadata('Sector Identifier URI must use the HTTPS scheme')
  const listed = await fetchRedirectUris(outbound, sector)
  if (!uris.every((uri) => listed.includes(uri))) {
    throw invalidMetadata('Client redirect URIs does not match redirect URIs fetched from the Sector Identifier URI.')
  }
}

async function fetchRedirectUris(outbound: ServerContext['outbound'], url: string): Promise<readonly unknown[]> {
  try {
    const { status, body } = await outbound.fetch({ url, headers: { accept: 'application/json' } })
    const list: unknown = status === 200 ? JSON.parse(body) : undefined
    if (Array.isArray(list)) return list
  } catch (error) {
    if (!(error instanceof OutboundError || error instanceof SyntaxError)) throw error
  }
  throw invalidMetadata('Failed to get redirect URIs from the Sector Identifier URI.')
}
