import { OAuthError } from '../kernel/error.ts'
import { maximumScopeLength, resolveScopes, type ScopeOwner } from './requested-scopes.ts'

/** The scope as the session keeps it. Throws `invalid_scope` for names that this client may not ask for. */
export function requireGrantableScope(client: ScopeOwner, scope: string | undefined): string {
  if ((scope ?? '').length > maximumScopeLength) throw new OAuthError('invalid_scope', 'Invalid scopes')
  const { scopes, isOpenId, unknown } = resolveScopes(client, scope)
  if (unknown.length > 0) throw new OAuthError('invalid_scope', `Invalid scopes: ${printable(scope ?? '')}`)
  return [...(isOpenId ? ['openid'] : []), ...scopes.map((one) => one.name)].join(' ')
}

/** RFC 6749, section 5.2: descriptions hold printable ASCII without quote and backslash. */
export function printable(text: string): string {
  return text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 200)
}
