import type { RolesRepresentation } from '@ztrust/contract/admin/realm-content'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { namesOf } from '../../../model/realm/load-realm-names.ts'
import { addComposites, removeComposites } from '../../../model/role/add-composites.ts'
import { createRole } from '../../../model/role/create-role.ts'
import { findRole, listComposites } from '../../../model/role/role.store.ts'
import { updateRole } from '../../../model/role/update-role.ts'
import { toChangedRole, toNewRole } from '../roles/from-representation.ts'
import { leaveOut, type RealmDraft, roleId } from './realm-draft.ts'

/** Makes or changes roles, then what they contain: a role may contain one that stands below it in the file. */
export async function importRoles(draft: RealmDraft, { realm = [], client = {} }: RolesRepresentation): Promise<void> {
  const containers: (readonly [string, readonly RoleRepresentation[]])[] = [[draft.realm.id, realm]]
  for (const [clientId, roles] of Object.entries(client)) {
    const container = draft.names.clients.get(clientId)
    if (container !== undefined) containers.push([container, roles])
    else if (roles.length > 0) leaveOut(draft, `roles/client/${clientId}`, 'There is no such client')
  }
  for (const [container, roles] of containers) for (const role of roles) await importRole(draft, container, role)
  for (const [container, roles] of containers) for (const role of roles) await importComposites(draft, container, role)
}

/** Makes a role, or changes the one that has its name; its id. */
export async function importRole(draft: RealmDraft, container: string, body: RoleRepresentation): Promise<string> {
  const { tx, realm, names } = draft
  const input = toNewRole(body)
  const known = roleId(draft, container, input.name)
  const stored = known === undefined ? undefined : await findRole(tx, realm.id, known)
  if (stored) {
    await updateRole(tx, toChangedRole(stored, body))
    return stored.id
  }
  const made = await createRole(tx, realm, {
    ...input,
    ...(container === realm.id ? {} : { clientId: container }),
    ...(body.id === undefined ? {} : { id: body.id }),
  })
  namesOf(names.roles, container).set(made.name, made.id)
  return made.id
}

/** Lets a role contain what its representation lists, and nothing else. */
export async function importComposites(
  draft: RealmDraft,
  container: string,
  { name = '', composite, composites }: RoleRepresentation,
): Promise<void> {
  const id = roleId(draft, container, name)
  // A role that says nothing of its contents keeps them.
  if (id === undefined || (composites === undefined && composite !== false)) return
  const { tx, realm } = draft
  const wanted = new Set(resolveComposites(draft, name, composites ?? {}))
  const held = (await listComposites(tx, realm.id, id)).map((role) => role.id)
  const surplus = held.filter((child) => !wanted.has(child))
  await removeComposites(tx, realm.id, id, surplus)
  await addComposites(tx, realm.id, id, [...wanted])
}

function resolveComposites(
  draft: RealmDraft,
  parent: string,
  { realm = [], client = {} }: NonNullable<RoleRepresentation['composites']>,
): readonly string[] {
  const named = [
    ...realm.map((name) => ({ path: name, id: roleId(draft, draft.realm.id, name) })),
    ...Object.entries(client).flatMap(([clientId, roles]) =>
      roles.map((name) => ({
        path: `${clientId}/${name}`,
        id: roleId(draft, draft.names.clients.get(clientId) ?? '', name),
      })),
    ),
  ]
  return named.flatMap(({ path, id }) => {
    if (id === undefined) leaveOut(draft, `roles/${parent}/composites/${path}`, 'There is no such role')
    return id === undefined ? [] : [id]
  })
}
