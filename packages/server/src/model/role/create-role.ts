import { Conflict, InvalidInput } from '../../kernel/error.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import type { Realm } from '../realm/realm.ts'
import { insertRoles } from './role.store.ts'
import type { Role } from './role.ts'

export interface NewRole {
  /** Id of the client the role belongs to; absent: a realm role. Must be a client of the realm. */
  readonly clientId?: string
  readonly name: string
  readonly description?: string
  readonly attributes?: Role['attributes']
  /** For imports that keep ids; else a new one. */
  readonly id?: string
}

/** Makes a role. Throws InvalidInput for its name, Conflict when its client or realm has one of this name. */
export async function createRole(tx: Tx, realm: Realm, input: NewRole): Promise<Role> {
  requireRoleName(input.name)
  const role: Role = {
    id: input.id ?? tx.ids.uuid(),
    realmId: realm.id,
    ...(input.clientId !== undefined && { clientId: input.clientId }),
    name: input.name,
    ...(input.description !== undefined && { description: input.description }),
    attributes: input.attributes ?? {},
  }
  await orConflict(tx, insertRoles(tx, [role]), (cause) => roleNameTaken(role.name, cause))
  return role
}

/** Throws InvalidInput unless a role may have this name. */
export function requireRoleName(name: string): void {
  if (name.trim() === '') throw new InvalidInput('name', 'error-empty')
  if (name.length > 255) throw new InvalidInput('name', 'error-invalid-length', ['name', 1, 255])
  if (hasDeceptiveCharacters(name)) throw new InvalidInput('name', 'error-invalid-value', ['name'])
}

export function roleNameTaken(name: string, cause?: unknown): Conflict {
  return new Conflict('role', 'name', `Role with name ${name} already exists`, cause)
}
