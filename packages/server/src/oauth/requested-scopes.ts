import { LRUCache } from 'lru-cache'
import type { ClientScope } from '../model/client-scope/client-scope.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import { findOrganizationScope } from './organization-scope.ts'

export interface RequestedScopes {
  /** The client's default scopes and the optional ones that were asked for. */
  readonly scopes: readonly ClientScope[]
  /** Was `openid` asked for? Only then there are ID tokens and userinfo. */
  readonly isOpenId: boolean
  /** Names that the client may not ask for. */
  readonly unknown: readonly string[]
}

/** What a client may ask for. */
export type ScopeOwner = Pick<ClientSnapshot, 'defaultScopes' | 'optionalScopes'>

/** Longer lists of scopes are not looked at (CVE-2026-4634). */
export const maximumScopeLength = 4096

/** Of one client; a snapshot never changes, so they are right as long as it is there. */
const resolvedScopes = new WeakMap<ScopeOwner, LRUCache<string, RequestedScopes>>()

/** Texts of `scope` that are remembered for a client, and how long they may be. */
const remembered = { texts: 50, length: 512 } as const

export function resolveScopes(client: ScopeOwner, scope = ''): RequestedScopes {
  if (scope.length > remembered.length) return findScopes(client, scope)
  const known = resolvedScopes.get(client) ?? new LRUCache({ max: remembered.texts })
  resolvedScopes.set(client, known)
  const resolved = known.get(scope) ?? findScopes(client, scope)
  known.set(scope, resolved)
  return resolved
}

function findScopes(client: ScopeOwner, scope: string): RequestedScopes {
  const names = new Set(scope.split(' ').filter((name) => name !== ''))
  const isOidc = (one: ClientScope) => one.protocol === 'openid-connect'
  const owned = [...client.defaultScopes, ...client.optionalScopes].filter(isOidc)
  const organization = findOrganizationScope(owned, names)
  const defaults = client.defaultScopes.filter((one) => isOidc(one) && one.id !== organization?.id)
  const chosen = client.optionalScopes.filter((one) => isOidc(one) && names.has(one.name) && !defaults.includes(one))
  const scopes = [...defaults, ...chosen, ...(organization ? [organization] : [])]
  const known = new Set(['openid', ...scopes.flatMap((one) => one.name.split(' '))])
  return {
    scopes,
    isOpenId: names.has('openid'),
    unknown: [...names].filter((name) => !known.has(name)),
  }
}

/** The value of `scope` in tokens and answers: scopes may keep their name out of it. */
export function writeScope(scopes: readonly ClientScope[], isOpenId: boolean): string {
  const names = scopes.filter(isNamedInTokens).map((scope) => scope.name)
  return (isOpenId ? ['openid', ...names] : names).join(' ')
}

export function isNamedInTokens({ attributes }: ClientScope): boolean {
  return attributes['include.in.token.scope'] !== 'false'
}
