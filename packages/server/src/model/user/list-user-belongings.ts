import { toJson } from '../../storage/columns.ts'
import type { Db } from '../../storage/db.ts'
import { isUsable, toCredential } from '../credential/credential.table.ts'
import type { Credential } from '../credential/credential.ts'
import { withParts } from './search-users.ts'
import type { User } from './user.ts'

/** Users in the order of their names, those after `after` (a key that an earlier page ended with), service accounts too. */
export async function listUsersAfter(
  db: Db,
  realmId: string,
  after: string,
  limit: number,
): Promise<{ readonly users: readonly User[]; readonly lastKey: string | undefined }> {
  const rows = await db.query
    .selectFrom('user_account')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('username_key', '>', after)
    .orderBy('username_key')
    .limit(limit)
    .execute()
  return { users: await withParts(db, realmId, rows), lastKey: rows.at(-1)?.username_key }
}

/** What belongs to users, by the user's id: each kind in one statement. */
export interface UserBelongings {
  readonly credentials: ReadonlyMap<string, readonly Credential[]>
  readonly roleIds: ReadonlyMap<string, readonly string[]>
  readonly groupIds: ReadonlyMap<string, readonly string[]>
  readonly identities: ReadonlyMap<
    string,
    readonly { readonly identityProviderId: string; readonly externalId: string; readonly externalName: string }[]
  >
  readonly consents: ReadonlyMap<
    string,
    readonly { readonly clientId: string; readonly scopes: readonly string[]; readonly createdAt: number }[]
  >
}

export async function listUserBelongings(db: Db, realmId: string, userIds: readonly string[]): Promise<UserBelongings> {
  const credentials = await db.query
    .selectFrom('credential')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_id', 'in', userIds)
    .orderBy('priority')
    .orderBy('id')
    .execute()
  const roles = await db.query
    .selectFrom('user_role')
    .select(['user_id', 'role_id'])
    .where('realm_id', '=', realmId)
    .where('user_id', 'in', userIds)
    .execute()
  const groups = await db.query
    .selectFrom('user_group')
    .select(['user_id', 'group_id'])
    .where('realm_id', '=', realmId)
    .where('user_id', 'in', userIds)
    .execute()
  const identities = await db.query
    .selectFrom('federated_identity')
    .select(['user_id', 'identity_provider_id', 'external_id', 'external_name'])
    .where('realm_id', '=', realmId)
    .where('user_id', 'in', userIds)
    .execute()
  const consents = await db.query
    .selectFrom('user_consent')
    .select(['user_id', 'client_id', 'scopes', 'created_at'])
    .where('realm_id', '=', realmId)
    .where('user_id', 'in', userIds)
    .execute()
  return {
    credentials: collect(credentials.filter(isUsable), toCredential),
    roleIds: collect(roles, (row) => row.role_id),
    groupIds: collect(groups, (row) => row.group_id),
    identities: collect(identities, (row) => ({
      identityProviderId: row.identity_provider_id,
      externalId: row.external_id,
      externalName: row.external_name,
    })),
    consents: collect(consents, (row) => ({
      clientId: row.client_id,
      scopes: toJson<readonly string[]>(row.scopes),
      createdAt: row.created_at,
    })),
  }
}

function collect<Row extends { readonly user_id: string }, Value>(
  rows: readonly Row[],
  toValue: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const byUser = new Map<string, Value[]>()
  for (const row of rows) {
    const list = byUser.get(row.user_id) ?? []
    list.push(toValue(row))
    byUser.set(row.user_id, list)
  }
  return byUser
}
