import type { UserProfileMetadata } from '@ztrust/contract/admin/users'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import type { User } from '../../../model/user/user.ts'
import { profileView } from '../../../model/user/user-profile.ts'

/** The realm's user profile as administrators' forms are built from it. */
export function toProfileMetadata(realm: RealmSnapshot, user?: User): UserProfileMetadata {
  const { editUsernameAllowed } = realm.realm.settings
  return {
    attributes: profileView(realm, user, 'admin').map(({ values, validators, ...attribute }) => ({
      ...attribute,
      required: attribute.required || attribute.name === 'username',
      readOnly: attribute.readOnly || (attribute.name === 'username' && user !== undefined && !editUsernameAllowed),
      annotations: { ...attribute.annotations },
      validators: Object.fromEntries(Object.entries(validators).map(([id, config]) => [id, { ...config }])),
    })),
    groups: realm.realm.userProfile.groups.map((group) => ({ ...group })),
  }
}
