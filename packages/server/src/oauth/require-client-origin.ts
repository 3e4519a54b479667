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
export function requireClientOrigin(context: RealmContext, { settings }: Client): void {
  if (isForeign(context)) requireOrigin(context, resolveWebOrigins(settings, context.server.urls.base))
}

/** The same for a list of origins; `*` stands for all. */
export function requireOrigin(context: RealmContext, allowed: readonly string[]): void {
  if (!isForeign(context)) return
  const { origin } = context.request.headers
  if (!allowed.includes('*') && !allowed.includes(String(origin))) {
    throw new OAuthError(invalidOrigin, '', { status: 403, event: 'not_allowed' })
  }
  context.allowOrigins(allowed)
}

function isForeign({ server, request }: RealmContext): boolean {
  const { origin, host } = request.headers
  if (origin === undefined || origin === new URL(server.urls.base).origin) return false
  // Reached by another name, they come from that name.
  return host === undefined || URL.parse(String(origin))?.host !== host
}
