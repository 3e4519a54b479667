import { exportRealm as exportRealmDeclaration, exportUsers, mergeRealm } from '@ztrust/contract/admin/realm-export'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { mergeRealmContent } from '../realm-content/merge-realm-content.ts'
import { exportRealm } from '../realm-export/export-realm.ts'
import { exportUserPage } from '../realm-export/export-users.ts'
import { recordChange } from '../record-change.ts'
import { requireAllRights } from '../require-all-rights.ts'

const mostUsers = 1000

export const realmExportEndpoints = [
  implement(mergeRealm, async ({ body }, context) => {
    requireAllRights(context)
    return json({ leftOut: [...(await mergeRealmContent(context, body))] })
  }),

  implement(exportRealmDeclaration, async (_, context) => {
    requireAllRights(context)
    const file = await exportRealm(context, { withClients: true, withGroupsAndRoles: true, withSecrets: true })
    // Every secret of the realm leaves: that stays written down.
    await transact(context.server.storage, (tx) =>
      recordChange(tx, context, { operation: 'ACTION', resourceType: 'REALM', path: ['ztrust', 'export'] }),
    )
    return json(file)
  }),

  implement(exportUsers, async ({ query }, context) => {
    requireAllRights(context)
    const limit = Math.min(Math.max(1, query.max ?? 500), mostUsers)
    return json(await exportUserPage(context, query.after ?? '', limit))
  }),
]
