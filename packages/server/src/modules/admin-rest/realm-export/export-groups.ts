import type { GroupRepresentation } from '@ztrust/contract/admin/groups'
import { listGroups } from '../../../model/group/group.store.ts'
import type { Group } from '../../../model/group/group.ts'
import { listGroupRoleIds } from '../../../model/group/group-role.store.ts'
import type { RoleGraph } from '../../../model/realm/realm-snapshot.ts'
import type { Db } from '../../../storage/db.ts'
import { copyAttributes } from '../copy-attributes.ts'
import { type ClientNames, groupRoleNames } from './export-roles.ts'

/** All groups as trees, with their roles. */
export async function exportGroups(
  db: Db,
  realmId: string,
  graph: RoleGraph,
  clientNames: ClientNames,
): Promise<GroupRepresentation[]> {
  const childrenOf = Map.groupBy(await listGroups(db, realmId), (group) => group.parentId)
  const toTree = async (group: Group, above: string): Promise<GroupRepresentation> => {
    const path = `${above}/${group.name}`
    const roles = (await listGroupRoleIds(db, realmId, group.id)).flatMap((id) => graph.role(id) ?? [])
    const subGroups: GroupRepresentation[] = []
    for (const child of childrenOf.get(group.id) ?? []) subGroups.push(await toTree(child, path))
    return {
      id: group.id,
      name: group.name,
      ...(group.description === undefined ? {} : { description: group.description }),
      path,
      ...(group.parentId === undefined ? {} : { parentId: group.parentId }),
      subGroups,
      attributes: copyAttributes(group.attributes),
      ...groupRoleNames(roles, clientNames),
    }
  }
  const trees: GroupRepresentation[] = []
  for (const group of childrenOf.get(undefined) ?? []) trees.push(await toTree(group, ''))
  return trees
}
