import {
  getUserProfileConfig,
  getUserProfileMetadata,
  getUserUnmanagedAttributes,
  updateUserProfileConfig,
} from '@ztrust/contract/admin/users'
import { findRealmById } from '../../../model/realm/realm.store.ts'
import type { Realm, UserProfile } from '../../../model/realm/realm.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { requireUser } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { fromProfileConfig } from './from-profile-config.ts'
import { toProfileMetadata } from './profile-metadata.ts'

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
