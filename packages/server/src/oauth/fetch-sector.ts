import { OutboundError } from '../spi/outbound-client.ts'
import type { ServerContext } from '../spi/server-context.ts'

/**
 * The redirect URIs that the file at a sector identifier lists (OpenID Connect Core, section 8.1; Registration, section
 * 5). Undefined when there is no such file, or it is no list.
 */
export async function fetchSectorRedirectUris(
  { outbound }: Pick<ServerContext, 'outbound'>,
  url: string,
): Promise<readonly unknown[] | undefined> {
  try {
    const { status, body } = await outbound.fetch({ url, headers: { accept: 'application/json' } })
    const list: unknown = status === 200 ? JSON.parse(body) : undefined
    return Array.isArray(list) ? list : undefined
  } catch (error) {
    if (error instanceof OutboundError || error instanceof SyntaxError) return undefined
    throw error
  }
}
