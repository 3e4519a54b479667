import { OAuthError } from '../kernel/error.ts'
import type { Client } from '../model/client/client.ts'
import { resolveWebOrigins } from '../model/client/web-origins.ts'
import type { RealmContext } from '../spi/request.ts'

/** Keycloak's word for it, which is no code of RFC 6749. */
export const invalidOrigin = 'Invalid origin'

/**
 * Lets scripts of the client's web origins read the answer, and refuses what scripts of other origins ask in its name.
 * Requests without an Origin come from no script; this server's own pages may always ask.
 */
export function requireClientOrigin({ server, request, allowOrigins }: RealmContext, { settings }: Client): void {
  const { origin, host } = request.headers
  if (origin === undefined || origin === new URL(server.urls.base).origin) return
  // Reached by another name, they come from that name.
  if (host !== undefined && URL.parse(String(origin))?.host === host) return
  const allowed = resolveWebOrigins(settings, server.urls.base)
  if (!allowed.includes('*') && !allowed.includes(String(origin))) {
    throw new OAuthError(invalidOrigin, '', { status: 403, event: 'not_allowed' })
  }
  allowOrigins(allowed)
}
