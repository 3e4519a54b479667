import type { GroupRepresentation } from '@ztrust/contract/admin/groups'
import { countSubGroups, groupPath } from '../../../model/group/group.store.ts'
import type { Group } from '../../../model/group/group.ts'
import { listGroupRoleIds } from '../../../model/group/group-role.store.ts'
import type { AdminContext } from '../admin-context.ts'
import { copyAttributes } from '../copy-attributes.ts'

export interface GroupDetail {
  /** Without attributes and roles. */
  readonly isBrief: boolean
  /** Absent counts would cost a statement each. */
  readonly withCounts?: boolean
  /** The groups of a user: what the caller may do with them is not told. */
  readonly isOfUser?: boolean
}

export async function toGroupList(
  context: AdminContext,
  groups: readonly Group[],
  { isBrief, withCounts = false, isOfUser = false }: GroupDetail,
): Promise<GroupRepresentation[]> {
  const { server, realm } = context
  const ids = withCounts ? groups.map((group) => group.id) : []
  const counts = await countSubGroups(server.storage, realm.realm.id, ids)
  return Promise.all(
    groups.map(async (group) => ({
      id: group.id,
      name: group.name,
      description: group.description,
      path: (await groupPath(server.storage, group.realmId, group.id)) ?? `/${group.name}`,
      parentId: group.parentId,
      ...(withCounts ? { subGroupCount: counts.get(group.id) ?? 0 } : {}),
      subGroups: [],
      ...(isBrief ? {} : await toDetails(context, group)),
      ...(isOfUser ? {} : { access: toGroupAccess(context) }),
    })),
  )
}

export async function toGroupRepresentation(
  context: AdminContext,
  group: Group,
  detail: GroupDetail,
): Promise<GroupRepresentation> {
  const [representation] = await toGroupList(context, [group], detail)
  return representation ?? {}
}

async function toDetails(context: AdminContext, group: Group) {
  return { attributes: copyAttributes(group.attributes), ...(await toRoleNames(context, group)) }
}

async function toRoleNames({ server, realm }: AdminContext, group: Group) {
  const graph = await realm.roles()
  const realmRoles: string[] = []
  const clientRoles: Record<string, string[]> = {}
  for (const id of await listGroupRoleIds(server.storage, group.realmId, group.id)) {
    const role = graph.role(id)
    if (!role) continue
    if (role.clientId === undefined) {
      realmRoles.push(role.name)
      continue
    }
    const client = await realm.clientById(role.clientId)
    if (client) clientRoles[client.client.clientId] = [...(clientRoles[client.client.clientId] ?? []), role.name]
  }
  return { realmRoles: realmRoles.sort(), clientRoles }
}

function toGroupAccess({ caller }: AdminContext): Record<string, boolean> {
  const isManager = caller.can('manage-users')
  const isViewer = caller.can('view-users', 'manage-users')
  return {
    view: isViewer,
    viewMembers: isViewer,
    manageMembers: isManager,
    manage: isManager,
    manageMembership: isManager,
  }
}
