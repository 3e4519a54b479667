import {
  countGroups as countGroupsDeclaration,
  createChildGroup,
  createGroup as createGroupDeclaration,
  deleteGroup as deleteGroupDeclaration,
  getGroup,
  getGroupByPath,
  listChildGroups,
  listGroupMembers as listGroupMembersDeclaration,
  listGroups as listGroupsDeclaration,
  updateGroup as updateGroupDeclaration,
} from '@ztrust/contract/admin/groups'
import { AccessDenied, InvalidInput, NotFound } from '../../../kernel/error.ts'
import { deleteGroup } from '../../../model/group/delete-group.ts'
import { countGroups, findGroupByPath } from '../../../model/group/group.store.ts'
import { listGroupMembers } from '../../../model/group/group-member.store.ts'
import { updateGroup } from '../../../model/group/update-group.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { addressOf } from '../admin-context.ts'
import { requireGroup } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { toUserList } from '../users/list-users.ts'
import { findGroups } from './find-groups.ts'
import { placeGroup } from './place-group.ts'
import { toGroupTrees } from './search-group-tree.ts'
import { toGroupList, toGroupRepresentation } from './to-representation.ts'

export const groupsEndpoints = [
  implement(listGroupsDeclaration, async ({ query }, context) => {
    // Who may only query sees no groups that nothing else shows them.
    if (!context.caller.can('view-users', 'manage-users')) return json([])
    const detail = { isBrief: query.briefRepresentation !== false, withCounts: query.subGroupsCount !== false }
    const isSearch = Boolean(query.search || query.q)
    const groups = await findGroups(context, query, isSearch ? {} : { top: true })
    if (!isSearch || query.populateHierarchy === false) return json(await toGroupList(context, groups, detail))
    return json(await toGroupTrees(context, groups, detail))
  }),

  implement(countGroupsDeclaration, async ({ query }, context) => {
    if (!context.caller.can('view-users', 'manage-users')) return json({ count: 0 })
    const filter = { ...(query.search ? { search: query.search } : {}), ...(query.top ? { top: true } : {}) }
    return json({ count: await countGroups(context.server.storage, context.realm.realm.id, filter) })
  }),

  implement(createGroupDeclaration, async ({ body }, context) => {
    const { group, isNew } = await placeGroup(context, undefined, body)
    return isNew ? created(addressOf(context, 'groups', group.id)) : empty()
  }),

  implement(getGroup, async ({ params }, context) => {
    if (!context.caller.can('view-users', 'manage-users')) throw new AccessDenied('view-users')
    const group = await requireGroup(context, params.id)
    return json(await toGroupRepresentation(context, group, { isBrief: false, withCounts: true }))
  }),

  implement(updateGroupDeclaration, async ({ params, body }, context) => {
    const group = await requireGroup(context, params.id)
    if (body.name === undefined) throw new InvalidInput(undefined, 'Group name is missing')
    const { name, description, attributes } = body
    await transact(context.server.storage, async (tx) => {
      await updateGroup(tx, group, {
        name,
        ...(description === undefined ? {} : { description }),
        ...(attributes === undefined ? {} : { attributes }),
      })
      await recordChange(tx, context, {
        operation: 'UPDATE',
        resourceType: 'GROUP',
        path: ['groups', group.id],
        representation: body,
      })
    })
    return empty()
  }),

  implement(deleteGroupDeclaration, async ({ params }, context) => {
    const group = await requireGroup(context, params.id)
    await transact(context.server.storage, async (tx) => {
      await deleteGroup(tx, group)
      await recordChange(tx, context, { operation: 'DELETE', resourceType: 'GROUP', path: ['groups', group.id] })
    })
    return empty()
  }),

  implement(listChildGroups, async ({ params, query }, context) => {
    if (!context.caller.can('view-users', 'manage-users')) return json([])
    const parent = await requireGroup(context, params.id)
    const groups = await findGroups(context, query, { parentId: parent.id })
    const detail = { isBrief: query.briefRepresentation === true, withCounts: query.subGroupsCount !== false }
    return json(await toGroupList(context, groups, detail))
  }),

  implement(createChildGroup, async ({ params, body }, context) => {
    const parent = await requireGroup(context, params.id)
    const { group, isNew } = await placeGroup(context, parent, body)
    if (!isNew) return empty()
    const representation = await toGroupRepresentation(context, group, { isBrief: false })
    return json(representation, 201, { location: addressOf(context, 'groups', group.id) })
  }),

  implement(listGroupMembersDeclaration, async ({ params, query }, context) => {
    const group = await requireGroup(context, params.id)
    const users = await listGroupMembers(context.server.storage, group.realmId, group.id, toPage(query))
    return json(await toUserList(context, users, query.briefRepresentation === true))
  }),

  implement(getGroupByPath, async ({ params }, context) => {
    const path = params.path.startsWith('/') ? params.path : `/${params.path}`
    const group = await findGroupByPath(context.server.storage, context.realm.realm.id, path)
    if (!group || !context.caller.can('view-users', 'manage-users')) {
      throw new NotFound('group', 'Group path does not exist')
    }
    return json(await toGroupRepresentation(context, group, { isBrief: false, withCounts: true }))
  }),
]
