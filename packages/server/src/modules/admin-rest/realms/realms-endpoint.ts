import {
  createRealm as createRealmDeclaration,
  deleteRealm as deleteRealmDeclaration,
  getRealm,
  getUsersManagementPermissions,
  listRealms as listRealmsDeclaration,
  updateRealm as updateRealmDeclaration,
  updateUsersManagementPermissions,
} from '@ztrust/contract/admin/realms'
import { deleteRealm } from '../../../model/realm/delete-realm.ts'
import { findRealmById } from '../../../model/realm/realm.store.ts'
import { masterRealmName } from '../../../model/realm/realm.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { featureNotEnabled } from '../feature-not-enabled.ts'
import { recordChange } from '../record-change.ts'
import { createRealmAsAdministrator } from './create-realm-as-administrator.ts'
import { toRealmSettings } from './from-representation.ts'
import { listVisibleRealms } from './list-visible-realms.ts'
import { partialFilesEndpoints } from './partial-files-endpoint.ts'
import { realmCachesEndpoints } from './realm-caches-endpoint.ts'
import { realmExportEndpoints } from './realm-export-endpoint.ts'
import { requireValidSettings } from './require-valid-settings.ts'
import { toPolicySettings } from './to-policy-settings.ts'
import { toBriefRealm, toFullRealm, toRealmRepresentation } from './to-representation.ts'

export const realmsEndpoints = [
  implement(listRealmsDeclaration, async ({ query }, context) => {
    const page = await listVisibleRealms(context, toPage(query), query.search)
    const isBrief = query.briefRepresentation === true
    return json(
      page.map(({ realm, isFull }) => (isFull && !isBrief ? toRealmRepresentation(realm) : toBriefRealm(realm))),
    )
  }),

  implement(createRealmDeclaration, async ({ body }, context) => {
    const { realm, leftOut } = await createRealmAsAdministrator(context, body)
    const location = `${context.server.urls.base}/admin/realms/${encodeURIComponent(realm.name)}`
    return leftOut.length === 0 ? created(location) : json({ leftOut }, 201, { location })
  }),

  implement(getRealm, async (_, { realm, caller }) => {
    const isFull = caller.can('view-realm', 'manage-realm')
    return json(isFull ? await toFullRealm(realm) : toBriefRealm(realm.realm))
  }),

  implement(updateRealmDeclaration, async ({ body }, context) => {
    const { server, realm } = context
    requireValidSettings(server, body, realm)
    await transact(server.storage, async (tx) => {
      // Policies are decided on against the profiles as they are now: nobody changes them meanwhile.
      if (body.clientProfiles || body.clientPolicies) await updateRealm(tx, realm.realm, {})
      const stored = (await findRealmById(tx, realm.realm.id)) ?? realm.realm
      await updateRealm(tx, stored, {
        ...(body.realm === undefined ? {} : { name: body.realm }),
        ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
        settings: {
          ...toRealmSettings(body, stored.settings, stored.id, server.secrets),
          ...toPolicySettings(server.registry, body, stored.settings),
        },
      })
      await recordChange(tx, context, { operation: 'UPDATE', resourceType: 'REALM', path: [], representation: body })
    })
    return empty()
  }),

  implement(deleteRealmDeclaration, async (_, context) => {
    const { server, realm } = context
    const master = await server.realms.byName(masterRealmName)
    await transact(server.storage, async (tx) => {
      await deleteRealm(tx, realm.realm)
      // The realm's own events go with it.
      const where = { ...context, realm: master ?? realm }
      await recordChange(tx, where, { operation: 'DELETE', resourceType: 'REALM', path: [realm.realm.name] })
    })
    return empty()
  }),

  ...realmCachesEndpoints,
  ...partialFilesEndpoints,
  ...realmExportEndpoints,

  implement(getUsersManagementPermissions, async () => featureNotEnabled),
  implement(updateUsersManagementPermissions, async () => featureNotEnabled),
]
