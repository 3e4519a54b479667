import { managementRoleNames } from '@ztrust/contract/admin/permissions'
import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import { AccessDenied, InvalidInput } from '../../../kernel/error.ts'
import { mergeSettings } from '../../../kernel/settings.ts'
import { canCreateRealm, rolesOfCaller } from '../../../model/permission/management-permission.ts'
import { createRealm } from '../../../model/realm/create-realm.ts'
import { defaultRealmSettings } from '../../../model/realm/default-realm-settings.ts'
import type { Realm } from '../../../model/realm/realm.ts'
import { grantRoles } from '../../../model/user/user-role.store.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { toRealmSettings } from './from-representation.ts'
import { requireValidSettings } from './require-valid-settings.ts'

/** Makes a realm. Only users of the master realm with the role `create-realm` may; they administer what they made. */
export async function createRealmAsAdministrator(
  context: Omit<AdminContext, 'realm'>,
  body: RealmRepresentation,
): Promise<Realm> {
  const { server, caller } = context
  if (!(await canCreateRealm(server, caller.realm, caller.user, caller.client))) throw new AccessDenied('create-realm')
  if (body.realm === undefined) throw new InvalidInput('realm', 'error-empty')
  requireValidSettings(server, body)
  const id = body.id ?? server.ids.uuid()
  const change = toRealmSettings(withoutFlows(body), defaultRealmSettings, id, server.secrets)
  const settings = mergeSettings(defaultRealmSettings, change)
  // Keycloak makes realms disabled unless told.
  const input = { id, name: body.realm, enabled: body.enabled ?? false, settings }
  const realm = await createRealm(server.storage, input, server)
  await handOver(context, realm, body)
  return realm
}

/** Gives the maker the rights of the new realm, unless the role `admin` does so already; and records what happened. */
async function handOver(context: Omit<AdminContext, 'realm'>, realm: Realm, body: RealmRepresentation): Promise<void> {
  const { server, caller } = context
  const master = (await server.realms.byId(caller.realm.realm.id)) ?? caller.realm
  const graph = await master.roles()
  const held = await rolesOfCaller(server.storage, master, caller.user, caller.client)
  const isAdmin = held.some((role) => role.clientId === undefined && role.name === 'admin')
  const holder = realm.settings.masterAdminClientId
  const rights = isAdmin ? [] : managementRoleNames.flatMap((name) => graph.find(holder, name)?.id ?? [])
  await transact(server.storage, async (tx) => {
    await grantRoles(tx, master.realm.id, caller.user.id, rights)
    await recordChange(
      tx,
      { ...context, realm: master },
      {
        operation: 'CREATE',
        resourceType: 'REALM',
        path: [realm.name],
        representation: body,
      },
    )
  })
}

/** Flows of one's own come with an import; the realm starts with the built-in ones. */
function withoutFlows(body: RealmRepresentation): RealmRepresentation {
  const { browserFlow, registrationFlow, directGrantFlow, resetCredentialsFlow, ...most } = body
  const { clientAuthenticationFlow, dockerAuthenticationFlow, firstBrokerLoginFlow, ...rest } = most
  return rest
}
