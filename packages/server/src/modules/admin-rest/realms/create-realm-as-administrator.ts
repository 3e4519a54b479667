import type { LeftOut } from '@ztrust/contract/admin/imported-user'
import { managementRoleNames } from '@ztrust/contract/admin/permissions'
import type { RealmContentRepresentation } from '@ztrust/contract/admin/realm-content'
import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import { AccessDenied, InvalidInput } from '../../../kernel/error.ts'
import { mergeSettings } from '../../../kernel/settings.ts'
import { canCreateRealm, rolesOfCaller } from '../../../model/permission/management-permission.ts'
import { createRealm } from '../../../model/realm/create-realm.ts'
import { defaultRealmSettings } from '../../../model/realm/default-realm-settings.ts'
import type { Realm } from '../../../model/realm/realm.ts'
import { listRoles } from '../../../model/role/role.store.ts'
import { grantRoles } from '../../../model/user/user-role.store.ts'
import type { Tx } from '../../../storage/db.ts'
import type { AdminContext } from '../admin-context.ts'
import { hasKeys } from '../realm-content/import-components.ts'
import { importRealmContent, toBuiltInIds } from '../realm-content/import-realm-content.ts'
import { type PreparedUser, prepareUser } from '../realm-content/import-users.ts'
import { recordChange } from '../record-change.ts'
import { toRealmSettings } from './from-representation.ts'
import { requireValidSettings } from './require-valid-settings.ts'

export interface MadeRealm {
  readonly realm: Realm
  /** What of the representation had no place. */
  readonly leftOut: readonly LeftOut[]
}

/** Makes a realm with all that its representation brings, in one transaction. Only users of the master realm with the role `create-realm` may; they administer what they made. */
export async function createRealmAsAdministrator(
  context: Omit<AdminContext, 'realm'>,
  body: RealmContentRepresentation,
): Promise<MadeRealm> {
  const { server, caller } = context
  if (!(await canCreateRealm(server, caller.realm, caller.user, caller.client))) throw new AccessDenied('create-realm')
  if (body.realm === undefined) throw new InvalidInput(undefined, 'Realm name cannot be empty')
  requireValidSettings(server, body)
  const id = body.id ?? server.ids.uuid()
  const change = toRealmSettings(withoutFlows(body), defaultRealmSettings, id, server.secrets)
  const settings = mergeSettings(defaultRealmSettings, change)
  // Keycloak makes realms disabled unless told.
  const input = {
    id,
    name: body.realm,
    enabled: body.enabled ?? false,
    settings,
    builtInIds: toBuiltInIds(body.realm, body),
    hasOwnKeys: hasKeys(body.components),
  }
  const held = await rolesOfCaller(server.storage, caller.realm, caller.user, caller.client)
  const isAdmin = held.some((role) => role.clientId === undefined && role.name === 'admin')
  const users: PreparedUser[] = []
  for (const user of body.users ?? []) users.push(await prepareUser(server, body.passwordPolicy, user))
  let leftOut: readonly LeftOut[] = []
  const made = await createRealm(server.storage, input, server, async (tx, realm) => {
    // The role `admin` holds the rights of every realm already.
    if (!isAdmin) await grantRights(tx, context, realm)
    leftOut = await importRealmContent(tx, server, realm, body, users)
    const change = { operation: 'CREATE', resourceType: 'REALM', path: [realm.name], representation: body } as const
    await recordChange(tx, { ...context, realm: caller.realm }, change)
  })
  return { realm: made, leftOut }
}

/** The maker administers what they made. */
async function grantRights(tx: Tx, { caller }: Omit<AdminContext, 'realm'>, realm: Realm): Promise<void> {
  const masterId = caller.realm.realm.id
  const page = { first: 0, max: managementRoleNames.length }
  const rights = await listRoles(tx, masterId, realm.settings.masterAdminClientId, { page })
  const roleIds = rights.map((role) => role.id)
  await grantRoles(tx, masterId, caller.user.id, roleIds)
}

/** The realm starts with the built-in flows; those of the file are bound when they are there. */
function withoutFlows(body: RealmRepresentation): RealmRepresentation {
  const { browserFlow, registrationFlow, directGrantFlow, resetCredentialsFlow, ...most } = body
  const { clientAuthenticationFlow, dockerAuthenticationFlow, firstBrokerLoginFlow, ...rest } = most
  return rest
}
