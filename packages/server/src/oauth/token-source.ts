import { readGroupPaths } from '../model/group/read-group-paths.ts'
import type { KnownUser } from '../model/user/known-users.ts'
import { effectiveRoles } from '../model/user/user-role.store.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import type { TokenSource } from '../spi/token-issue.ts'
import { keepOwnOrganizations } from './organization-scope.ts'
import { resolveScopes } from './requested-scopes.ts'
import { selectPermittedScopes, selectVisibleRoles } from './visible-roles.ts'

export interface LoadedSource {
  readonly source: TokenSource
  readonly isOpenId: boolean
}

type SourceInput = Pick<GrantContext, 'server' | 'realm' | 'client'> &
  Pick<TokenDecision, 'user' | 'userSession' | 'clientSession' | 'scope'> & {
    readonly requestNotes: Readonly<Record<string, string>>
    readonly known?: KnownUser | undefined
  }

/** Collects what mappers look at. Roles are those of this moment, so that a lost role counts at once. */
export async function loadTokenSource(input: SourceInput): Promise<LoadedSource> {
  const { server, realm, client, user, userSession, clientSession, scope, requestNotes } = input
  const resolved = resolveScopes(client, scope)
  const known = input.known ?? (await server.users.byId(realm, user.id))
  const effective = known ? known.reach.roles : await effectiveRoles(server.storage, realm, user)
  const permitted = selectPermittedScopes(realm, resolved.scopes, effective)
  const scopes = await keepOwnOrganizations(server.storage, realm, user, permitted)
  return {
    source: {
      server,
      realm,
      client,
      user,
      known,
      userSession,
      clientSession,
      scopes,
      scope,
      roles: await selectVisibleRoles(realm, client, scopes, effective),
      groupPaths: known?.groupPaths ?? (() => readGroupPaths(server.storage, realm.realm.id, user.id)),
      requestNotes,
    },
    isOpenId: resolved.isOpenId,
  }
}
