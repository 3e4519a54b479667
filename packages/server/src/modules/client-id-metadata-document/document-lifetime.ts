/** Keycloak's defaults: no document is asked for more often, and none is good for longer. */
const shortest = 5 * 60
const longest = 3 * 24 * 60 * 60

/**
 * Seconds for which a document is good by its `Cache-Control` (RFC 9111, section 5.2.2). We are a shared cache:
 * `s-maxage` comes before `max-age`.
 */
export function documentLifetime(cacheControl: string | undefined): number {
  const directives = new Map(
    (cacheControl ?? '').split(',').map((directive): [string, string] => {
      const [name = '', value = ''] = directive.split('=')
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')]
    }),
  )
  if (directives.has('no-cache') || directives.has('no-store')) return shortest
  const seconds = Number(directives.get('s-maxage') ?? directives.get('max-age') ?? '')
  return Number.isInteger(seconds) ? Math.min(Math.max(seconds, shortest), longest) : shortest
}
