import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { InvalidInput } from '../../../kernel/error.ts'
import type { Role } from '../../../model/role/role.ts'

/** What a caller may say of a new role. */
export function toNewRole(representation: RoleRepresentation) {
  const { name, description, attributes } = representation
  if (name === undefined) throw new InvalidInput('name', 'error-empty')
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(attributes === undefined ? {} : { attributes }),
  }
}

/** What is left out stays. */
export function toChangedRole(role: Role, { name, description, attributes }: RoleRepresentation): Role {
  return {
    ...role,
    name: name ?? role.name,
    ...(description === undefined ? {} : { description }),
    attributes: attributes ?? role.attributes,
  }
}
