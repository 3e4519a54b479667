import {
  addDefaultGroup as addDefaultGroupDeclaration,
  listDefaultGroups as listDefaultGroupsDeclaration,
  removeDefaultGroup as removeDefaultGroupDeclaration,
} from '@ztrust/contract/admin/groups'
import { addDefaultGroup, listDefaultGroups, removeDefaultGroup } from '../../../model/group/default-group.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { requireGroup } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { requireGrantableGroup } from './require-grantable-group.ts'
import { toGroupList } from './to-representation.ts'

export const defaultGroupsEndpoints = [
  implement(listDefaultGroupsDeclaration, async (_, context) => {
    const groups = await listDefaultGroups(context.server.storage, context.realm.realm.id)
    return json(await toGroupList(context, groups, { isBrief: true }))
  }),

  implement(addDefaultGroupDeclaration, async ({ params }, context) => {
    const group = await requireGroup(context, params.id)
    await requireGrantableGroup(context, group)
    await transact(context.server.storage, async (tx) => {
      await addDefaultGroup(tx, group.realmId, group.id)
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'GROUP',
        path: ['default-groups', group.id],
      })
    })
    return empty()
  }),

  implement(removeDefaultGroupDeclaration, async ({ params }, context) => {
    const group = await requireGroup(context, params.id)
    await transact(context.server.storage, async (tx) => {
      await removeDefaultGroup(tx, group.realmId, group.id)
      await recordChange(tx, context, {
        operation: 'DELETE',
        resourceType: 'GROUP',
        path: ['default-groups', group.id],
      })
    })
    return empty()
  }),
]
