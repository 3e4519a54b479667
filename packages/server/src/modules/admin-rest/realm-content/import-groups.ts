import type { GroupRepresentation } from '@ztrust/contract/admin/groups'
import { InvalidInput } from '../../../kernel/error.ts'
import { createGroup } from '../../../model/group/create-group.ts'
import { addDefaultGroup } from '../../../model/group/default-group.store.ts'
import { findGroup } from '../../../model/group/group.store.ts'
import { grantGroupRoles, listGroupRoleIds, revokeGroupRoles } from '../../../model/group/group-role.store.ts'
import { updateGroup } from '../../../model/group/update-group.ts'
import { leaveOut, type RealmDraft, resolveRoles } from './realm-draft.ts'

/** Makes groups with all below them. Names that are taken are a `Conflict`. */
export async function importGroups(draft: RealmDraft, groups: readonly GroupRepresentation[]): Promise<void> {
  for (const group of groups) await importGroup(draft, group)
}

/** Makes a group with all below it; its id. */
export async function importGroup(
  draft: RealmDraft,
  { id, name, description, attributes, realmRoles, clientRoles, subGroups = [] }: GroupRepresentation,
  parent?: { readonly id: string; readonly path: string },
): Promise<string> {
  const { tx, realm, names } = draft
  if (name === undefined) throw new InvalidInput(undefined, 'Group name is missing')
  const group = await createGroup(tx, realm, { id, name, description, attributes, parentId: parent?.id })
  const path = `${parent?.path ?? ''}/${name}`
  names.groups.set(path, group.id)
  const roleIds = await resolveRoles(draft, `groups${path}`, { realmRoles, clientRoles })
  await grantGroupRoles(tx, realm.id, group.id, roleIds)
  for (const child of subGroups) await importGroup(draft, child, { id: group.id, path })
  return group.id
}

/** Makes groups, or changes those that stand at their paths; groups below that the file does not have stay. */
export async function mergeGroups(
  draft: RealmDraft,
  groups: readonly GroupRepresentation[],
  parent?: { readonly id: string; readonly path: string },
): Promise<void> {
  const { tx, realm, names } = draft
  for (const body of groups) {
    const path = `${parent?.path ?? ''}/${body.name ?? ''}`
    const known = names.groups.get(path)
    const stored = known === undefined ? undefined : await findGroup(tx, realm.id, known)
    if (!stored) {
      await importGroup(draft, body, parent)
      continue
    }
    const { description, attributes } = body
    await updateGroup(tx, stored, { description, attributes })
    if (body.realmRoles || body.clientRoles) {
      const wanted = await resolveRoles(draft, `groups${path}`, body)
      const held = await listGroupRoleIds(tx, realm.id, stored.id)
      const surplus = held.filter((id) => !wanted.includes(id))
      await revokeGroupRoles(tx, realm.id, stored.id, surplus)
      await grantGroupRoles(tx, realm.id, stored.id, wanted)
    }
    await mergeGroups(draft, body.subGroups ?? [], { id: stored.id, path })
  }
}

/** New users join these. */
export async function importDefaultGroups(draft: RealmDraft, paths: readonly string[]): Promise<void> {
  const { tx, realm, names } = draft
  for (const path of paths) {
    const id = names.groups.get(path.startsWith('/') ? path : `/${path}`)
    if (id === undefined) leaveOut(draft, `defaultGroups${path}`, 'There is no such group')
    else await addDefaultGroup(tx, realm.id, id)
  }
}
