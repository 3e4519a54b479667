import { type GroupRepresentation, getGroup } from '@ztrust/contract/admin/groups'
import { listGroupRoleMappings, type MappingsRepresentation } from '@ztrust/contract/admin/role-mappings'
import { listRoleByIdComposites, type RoleRepresentation } from '@ztrust/contract/admin/roles'
import { listUserGroups } from '@ztrust/contract/admin/users'
import type { ApiClient } from '@ztrust/contract/api-client'

/** A role that is held, and why. */
export interface HeldRole {
  readonly role: RoleRepresentation
  /** Undefined for a direct mapping, else the name of the role or path of the group that brings it. */
  readonly via: { readonly kind: 'role' | 'group'; readonly name: string } | undefined
}

/** How many roles are looked into at most: roles may contain one another without end. */
const limit = 200

/** All direct roles of mappings, of the realm and of clients. */
export function rolesOf(mappings: MappingsRepresentation): readonly RoleRepresentation[] {
  const clients = Object.values(mappings.clientMappings ?? {})
  return [...(mappings.realmMappings ?? []), ...clients.flatMap((client) => client.mappings)]
}

/** Follows groups and composites from direct mappings to everything that is held in the end, each with its first reason. */
export async function loadInheritedRoles(
  api: ApiClient,
  realm: string,
  start: readonly RoleRepresentation[],
  groups: readonly GroupRepresentation[],
  signal?: AbortSignal,
): Promise<readonly HeldRole[]> {
  const options = signal === undefined ? {} : { signal }
  const found = new Map<string, HeldRole>()
  const queue: RoleRepresentation[] = []
  const add = (role: RoleRepresentation, via: HeldRole['via']) => {
    if (role.id === undefined || found.has(role.id)) return
    found.set(role.id, { role, via })
    if (role.composite === true) queue.push(role)
  }
  for (const role of start) add(role, undefined)
  for (const group of groups) {
    const { body } = await api(listGroupRoleMappings, { params: { realm, id: group.id ?? '' } }, options)
    for (const role of rolesOf(body)) add(role, { kind: 'group', name: group.path ?? group.name ?? '' })
  }
  for (let seen = 0; queue.length > 0 && seen < limit; seen += 1) {
    const parent = queue.shift()
    if (parent?.id === undefined) continue
    const { body } = await api(listRoleByIdComposites, { params: { realm, id: parent.id } }, options)
    for (const role of body) add(role, { kind: 'role', name: parent.name ?? '' })
  }
  return [...found.values()]
}

/** The groups of a user or the parents of a group: all that pass on their roles. */
export async function loadRoleGivingGroups(
  api: ApiClient,
  realm: string,
  holder: { readonly kind: 'user' | 'group'; readonly id: string },
  signal?: AbortSignal,
): Promise<readonly GroupRepresentation[]> {
  const options = signal === undefined ? {} : { signal }
  const found = new Map<string, GroupRepresentation>()
  const climb = async (id: string | undefined): Promise<void> => {
    if (id === undefined || found.has(id)) return
    const { body } = await api(getGroup, { params: { realm, id } }, options)
    found.set(id, body)
    await climb(body.parentId)
  }
  if (holder.kind === 'user') {
    const { body } = await api(listUserGroups, { params: { realm, id: holder.id }, query: { max: 1000 } }, options)
    for (const group of body) await climb(group.id)
  } else {
    const { body } = await api(getGroup, { params: { realm, id: holder.id } }, options)
    await climb(body.parentId)
  }
  return [...found.values()]
}
