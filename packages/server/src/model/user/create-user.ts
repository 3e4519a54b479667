import { fromBoolean } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { insertCredential } from '../credential/add-credential.ts'
import type { NewCredential } from '../credential/credential.ts'
import { listDefaultGroupIds } from '../group/default-group.store.ts'
import { joinGroup } from '../group/join-group.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import { requireUnique, toUserConflict } from './unique-user.ts'
import { toUser, type UserRow } from './user.table.ts'
import type { User } from './user.ts'
import { type UserAttributes, writeAttributes, writeRequiredActions } from './user-attributes.ts'
import { toEmailColumns, toFirstNameColumns, toLastNameColumns, toUsernameColumns } from './user-fields.ts'
import { grantRoles } from './user-role.store.ts'

export interface NewUser {
  readonly username: string
  readonly email?: string | undefined
  readonly emailVerified?: boolean | undefined
  /** True unless told. */
  readonly enabled?: boolean | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly attributes?: UserAttributes | undefined
  /** Absent: the realm's default required actions. */
  readonly requiredActions?: readonly string[] | undefined
  /** Hashed or sealed already. */
  readonly credentials?: readonly NewCredential[] | undefined
  /** Groups beside the realm's default groups. */
  readonly groupIds?: readonly string[] | undefined
  /** Id of the client this is the service account of. */
  readonly serviceAccountClientId?: string | undefined
  /** No default role, groups and required actions: for imports that bring everything themselves. */
  readonly skipDefaults?: boolean | undefined
  /** For imports that keep ids; else a new one. */
  readonly id?: string | undefined
  /** For imports, epoch milliseconds; else now. */
  readonly createdAt?: number | undefined
  /** Tokens issued before this moment (seconds) are worthless. */
  readonly notBefore?: number | undefined
}

/**
 * Makes a user with all that belongs to it: default role and groups, required actions, attributes, credentials. The
 * only place where users are made. Throws `Conflict` for a taken username or address, `InvalidInput` for values that
 * cannot be stored, `NotFound` for groups of elsewhere. The user profile's rules are the caller's (`validateProfile`).
 */
export async function createUser(
  tx: Tx,
  snapshot: Pick<RealmSnapshot, 'realm' | 'requiredActions'>,
  input: NewUser,
): Promise<User> {
  const { realm } = snapshot
  const now = tx.clock.now()
  const credentials = input.credentials ?? []
  const row: UserRow = {
    id: input.id ?? tx.ids.uuid(),
    realm_id: realm.id,
    ...toUsernameColumns(input.username),
    ...toEmailColumns(realm, input.email),
    email_verified: fromBoolean(input.emailVerified ?? false),
    enabled: fromBoolean(input.enabled ?? true),
    ...toFirstNameColumns(input.firstName),
    ...toLastNameColumns(input.lastName),
    service_account_client_id: input.serviceAccountClientId ?? null,
    not_before: input.notBefore ?? 0,
    created_at: input.createdAt ?? now,
    updated_at: now,
    last_login_at: null,
    last_login_ip: null,
    last_activity_at: null,
    password_changed_at: credentials.some(({ type }) => type === 'password') ? now : null,
  }
  await requireUnique(tx, realm, row, row.id)
  try {
    await tx.query.insertInto('user_account').values(row).execute()
  } catch (error) {
    throw toUserConflict(tx, error)
  }
  const attributes = await writeAttributes(tx, realm.id, row.id, input.attributes ?? {})
  const requiredActions = await writeRequiredActions(tx, realm.id, row.id, chooseRequiredActions(snapshot, input))
  for (const credential of credentials) await insertCredential(tx, realm.id, row.id, credential)
  if (!input.skipDefaults) await grantRoles(tx, realm.id, row.id, [realm.settings.defaultRoleId])
  const defaultGroups = input.skipDefaults ? [] : await listDefaultGroupIds(tx, realm.id)
  for (const groupId of new Set([...defaultGroups, ...(input.groupIds ?? [])])) {
    await joinGroup(tx, realm.id, row.id, groupId)
  }
  return toUser(row, { attributes, requiredActions })
}

/** What every new user of a realm has to do, unless told otherwise. */
export function defaultRequiredActions({ requiredActions }: Pick<RealmSnapshot, 'requiredActions'>): readonly string[] {
  return requiredActions.filter((action) => action.enabled && action.defaultAction).map((action) => action.alias)
}

function chooseRequiredActions(realm: Pick<RealmSnapshot, 'requiredActions'>, input: NewUser) {
  // A service account never stands before a login page.
  const hasDefaults = !input.skipDefaults && input.serviceAccountClientId === undefined
  const defaults = hasDefaults ? defaultRequiredActions(realm) : []
  const chosen = input.requiredActions ?? defaults
  const isTemporary = (input.credentials ?? []).some((credential) => credential.isTemporary)
  return isTemporary ? [...chosen, 'UPDATE_PASSWORD'] : chosen
}
