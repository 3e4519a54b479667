import type { GroupRepresentation } from '@ztrust/contract/admin/groups'
import { findGroup } from '../../../model/group/group.store.ts'
import type { Group } from '../../../model/group/group.ts'
import type { AdminContext } from '../admin-context.ts'
import { type GroupDetail, toGroupRepresentation } from './to-representation.ts'

/** The found groups under the groups above them, as Keycloak answers a search: trees from the top. */
export async function toGroupTrees(
  context: AdminContext,
  found: readonly Group[],
  detail: GroupDetail,
): Promise<GroupRepresentation[]> {
  const nodes = new Map<string, GroupRepresentation>()
  const tops: GroupRepresentation[] = []
  for (const group of found) await attach(context, group, detail, nodes, tops)
  return tops
}

async function attach(
  context: AdminContext,
  group: Group,
  detail: GroupDetail,
  nodes: Map<string, GroupRepresentation>,
  tops: GroupRepresentation[],
): Promise<GroupRepresentation> {
  const known = nodes.get(group.id)
  if (known) return known
  const node = await toGroupRepresentation(context, group, detail)
  nodes.set(group.id, node)
  const parent =
    group.parentId === undefined
      ? undefined
      : await findGroup(context.server.storage, context.realm.realm.id, group.parentId)
  if (!parent) tops.push(node)
  else (await attach(context, parent, detail, nodes, tops)).subGroups?.push(node)
  return node
}
