import type { UserProfileConfig } from '@ztrust/contract/admin/user-profile-config'
import {
  getUserProfileConfig,
  getUserProfileMetadata,
  getUserUnmanagedAttributes,
  updateUserProfileConfig,
} from '@ztrust/contract/admin/users'
import { InvalidInput } from '../../../kernel/error.ts'
import { findRealmById } from '../../../model/realm/realm.store.ts'
import type { Realm, UserProfile } from '../../../model/realm/realm.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { requireUser } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { toProfileMetadata } from './profile-metadata.ts'

/** Every user has these, whatever a realm says. */
const indispensable = ['username', 'email'] as const

export const userProfileEndpoints = [
  implement(getUserProfileConfig, async (_, { realm }) => json(toProfileConfig(realm.realm))),

  implement(updateUserProfileConfig, async ({ body }, context) => {
    const userProfile = fromProfileConfig(body)
    const { realm } = context.realm
    await transact(context.server.storage, async (tx) => {
      await updateRealm(tx, (await findRealmById(tx, realm.id)) ?? realm, { userProfile })
      await recordChange(tx, context, {
        operation: 'UPDATE',
        resourceType: 'USER_PROFILE',
        path: ['users', 'profile'],
        representation: body,
      })
    })
    return json(toProfileConfig({ userProfile }))
  }),

  implement(getUserProfileMetadata, async (_, { realm }) => json(toProfileMetadata(realm))),

  implement(getUserUnmanagedAttributes, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    const managed = new Set(context.realm.realm.userProfile.attributes.map((attribute) => attribute.name))
    return json(Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !managed.has(name))))
  }),
]

function toProfileConfig({ userProfile }: Pick<Realm, 'userProfile'>): UserProfile {
  return userProfile
}

function fromProfileConfig({ attributes, groups = [], unmanagedAttributePolicy }: UserProfileConfig): UserProfile {
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
