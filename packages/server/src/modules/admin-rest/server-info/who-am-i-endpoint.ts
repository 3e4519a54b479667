import { managementRoleNames } from '@ztrust/contract/admin/permissions'
import { whoAmI } from '@ztrust/contract/admin/server-info'
import { canCreateRealm, managementPermissions } from '../../../model/permission/management-permission.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'

export const whoAmIEndpoints = [
  implement(whoAmI, async ({ query }, { server, caller, realm }) => {
    const { user } = caller
    // A realm that the caller has no rights in looks the same as one that does not exist.
    const target = query.currentRealm === undefined ? realm : await server.realms.byName(query.currentRealm)
    const rights = target && (await managementPermissions(server, caller.realm, user, target, caller.client))
    const names = managementRoleNames.filter((name) => rights?.has(name))
    const fullName = [user.firstName, user.lastName].filter(Boolean).join(' ')
    return json({
      userId: user.id,
      realm: caller.realm.realm.name,
      displayName: fullName || user.username,
      locale: user.attributes['locale']?.[0] ?? caller.realm.realm.settings.defaultLocale ?? 'en',
      createRealm: await canCreateRealm(server, caller.realm, user, caller.client),
      realm_access: target && names.length > 0 ? { [target.realm.name]: names } : {},
      temporary: false,
    })
  }),
]
