import type { UserProfileConfig } from '@ztrust/contract/admin/user-profile-config'
import { InvalidInput } from '../../../kernel/error.ts'
import type { UserProfile } from '../../../model/realm/realm.ts'

/** Every user has these, whatever a realm says. */
const indispensable = ['username', 'email'] as const

/** The user profile to store. Throws `InvalidInput` for one that users could not live with. */
export function fromProfileConfig({
  attributes,
  groups = [],
  unmanagedAttributePolicy,
}: UserProfileConfig): UserProfile {
  const names = attributes.map((attribute) => attribute.name)
  const missing = indispensable.find((name) => !names.includes(name))
  if (missing) throw new InvalidInput(undefined, `The attribute '${missing}' can not be removed`)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated) throw new InvalidInput(undefined, `Duplicate attribute '${repeated}'`)
  const groupNames = new Set(groups.map((group) => group.name))
  if (groupNames.size < groups.length) throw new InvalidInput('groups', 'error-invalid-value')
  const stray = attributes.find((attribute) => attribute.group && !groupNames.has(attribute.group))
  if (stray) throw new InvalidInput(undefined, `Attribute '${stray.name}' references unknown group '${stray.group}'`)
  for (const { name, validations } of attributes) requireReadablePatterns(name, validations)
  // 'DISABLED' is how Keycloak's clients write "no policy".
  const isOpen = unmanagedAttributePolicy !== undefined && unmanagedAttributePolicy !== 'DISABLED'
  return { attributes, groups, ...(isOpen ? { unmanagedAttributePolicy } : {}) }
}

function requireReadablePatterns(name: string, validations: UserProfileConfig['attributes'][number]['validations']) {
  const pattern = validations?.['pattern']?.['pattern']
  if (pattern === undefined) return
  try {
    new RegExp(String(pattern), 'u')
  } catch (cause) {
    throw new InvalidInput(name, 'error-invalid-value', ['pattern'], cause)
  }
}
