import type { UserProfileMetadata } from '@ztrust/contract/admin/users'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import type { User } from '../../../model/user/user.ts'
import { profileView } from '../../../model/user/user-profile.ts'

/** The realm's user profile as administrators' forms are built from it. */
export function toProfileMetadata(realm: RealmSnapshot, user?: User): UserProfileMetadata {
  const { editUsernameAllowed } = realm.realm.settings
  return {
    attributes: profileView(realm, user, 'admin').map(({ values, validators, annotations, ...attribute }) => ({
      ...attribute,
      required: attribute.required || attribute.name === 'username',
      readOnly: attribute.readOnly || (attribute.name === 'username' && user !== undefined && !editUsernameAllowed),
      ...(Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {}),
      validators: describeValidators(validators, attribute.multivalued),
    })),
    groups: realm.realm.userProfile.groups.map((group) => ({ ...group })),
  }
}

/** With what holds for every attribute: nothing checks an empty value, and one that is not multivalued has one. */
function describeValidators(
  validators: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  isMultivalued: boolean,
): Record<string, Record<string, unknown>> {
  const declared = Object.entries(validators).map(([id, config]): [string, Record<string, unknown>] => [
    id,
    { ...config, 'ignore.empty.value': true },
  ])
  return { ...(isMultivalued ? {} : { multivalued: { max: '1' } }), ...Object.fromEntries(declared) }
}
