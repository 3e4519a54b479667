import { groupPath } from '../model/group/group.store.ts'
import { listUserGroups } from '../model/group/group-member.store.ts'
import { effectiveRoles } from '../model/user/user-role.store.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import type { TokenSource } from '../spi/token-issue.ts'
import type { Db } from '../storage/db.ts'
import { resolveScopes } from './requested-scopes.ts'
import { selectPermittedScopes, selectVisibleRoles } from './visible-roles.ts'

export interface LoadedSource {
  readonly source: TokenSource
  readonly isOpenId: boolean
}

type SourceInput = Pick<GrantContext, 'server' | 'realm' | 'client'> &
  Pick<TokenDecision, 'user' | 'userSession' | 'clientSession' | 'scope'> & {
    readonly requestNotes: Readonly<Record<string, string>>
  }

/** Collects what mappers look at. Roles are those of this moment, so that a lost role counts at once. */
export async function loadTokenSource(input: SourceInput): Promise<LoadedSource> {
  const { server, realm, client, user, userSession, clientSession, scope, requestNotes } = input
  const resolved = resolveScopes(client, scope)
  const effective = await effectiveRoles(server.storage, realm, user)
  const scopes = selectPermittedScopes(realm, resolved.scopes, effective)
  let paths: Promise<readonly string[]> | undefined
  const source: TokenSource = {
    server,
    realm,
    client,
    user,
    userSession,
    clientSession,
    scopes,
    scope,
    roles: await selectVisibleRoles(realm, client, scopes, effective),
    groupPaths() {
      const read = paths ?? readGroupPaths(server.storage, realm.realm.id, user.id)
      paths = read
      return read
    },
    requestNotes,
  }
  return { source, isOpenId: resolved.isOpenId }
}

/** More groups than this are not listed in a token. */
const mostGroups = 1000

async function readGroupPaths(db: Db, realmId: string, userId: string): Promise<readonly string[]> {
  const groups = await listUserGroups(db, realmId, userId, { first: 0, max: mostGroups })
  const paths = await Promise.all(groups.map((group) => groupPath(db, realmId, group.id)))
  return paths.filter((path) => path !== undefined)
}
