import {
  countUserGroups as countUserGroupsDeclaration,
  joinUserGroup,
  leaveUserGroup,
  listUserGroups as listUserGroupsDeclaration,
} from '@ztrust/contract/admin/users'
import { countUserGroups, listUserGroups } from '../../../model/group/group-member.store.ts'
import { joinGroup } from '../../../model/group/join-group.ts'
import { leaveGroup } from '../../../model/group/leave-group.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { requireGroup, requireUser } from '../find-in-realm.ts'
import { requireGrantableGroup } from '../groups/require-grantable-group.ts'
import { toGroupList } from '../groups/to-representation.ts'
import { recordChange } from '../record-change.ts'

export const userGroupsEndpoints = [
  implement(listUserGroupsDeclaration, async ({ params, query }, context) => {
    const user = await requireUser(context, params.id)
    const { storage } = context.server
    const groups = await listUserGroups(storage, user.realmId, user.id, toPage(query), query.search)
    return json(await toGroupList(context, groups, { isBrief: query.briefRepresentation !== false, isOfUser: true }))
  }),

  implement(countUserGroupsDeclaration, async ({ params, query }, context) => {
    const user = await requireUser(context, params.id)
    return json({ count: await countUserGroups(context.server.storage, user.realmId, user.id, query.search) })
  }),

  implement(joinUserGroup, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    const group = await requireGroup(context, params.group, 'Group not found')
    await requireGrantableGroup(context, group)
    await transact(context.server.storage, async (tx) => {
      await joinGroup(tx, user.realmId, user.id, group.id)
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'GROUP_MEMBERSHIP',
        path: ['users', user.id, 'groups', group.id],
        representation: { id: group.id, name: group.name },
      })
    })
    return empty()
  }),

  implement(leaveUserGroup, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    const group = await requireGroup(context, params.group, 'Group not found')
    await requireGrantableGroup(context, group)
    await transact(context.server.storage, async (tx) => {
      await leaveGroup(tx, user.realmId, user.id, group.id)
      await recordChange(tx, context, {
        operation: 'DELETE',
        resourceType: 'GROUP_MEMBERSHIP',
        path: ['users', user.id, 'groups', group.id],
        representation: { id: group.id, name: group.name },
      })
    })
    return empty()
  }),
]
