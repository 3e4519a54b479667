import { requireGrantableScope } from './grantable-scope.ts'
import type { ScopeOwner } from './requested-scopes.ts'

/**
 * The scope of a refresh: never more than was granted first (RFC 6749, section 6). As in Keycloak, what the client may
 * ask for elsewhere is left out, and only what it may not ask for at all is refused, with `invalid_scope`.
 */
export function narrowScope(granted: string, asked: string | undefined, client: ScopeOwner): string {
  if (asked === undefined) return granted
  const asking = new Set(requireGrantableScope(client, asked).split(' '))
  return granted
    .split(' ')
    .filter((name) => asking.has(name))
    .join(' ')
}
