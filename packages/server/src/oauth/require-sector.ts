import type { ClientMetadata } from '@ztrust/contract/client-registration'
import type { ServerContext } from '../spi/server-context.ts'
import { fetchSectorRedirectUris } from './fetch-sector.ts'
import { invalidMetadata } from './from-metadata.ts'

/**
 * OpenID Connect Core, section 8.1: the sector of a client with pairwise subjects is known, either because all its
 * redirect URIs are on one host, or because the file at its sector identifier lists all of them. Fetches it.
 */
export async function requireSector(
  server: Pick<ServerContext, 'outbound'>,
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
  const listed = await fetchSectorRedirectUris(server, sector)
  if (!listed) throw invalidMetadata('Failed to get redirect URIs from the Sector Identifier URI.')
  if (!uris.every((uri) => listed.includes(uri))) {
    throw invalidMetadata('Client redirect URIs does not match redirect URIs fetched from the Sector Identifier URI.')
  }
}
