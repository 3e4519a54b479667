import { messageReference } from '../../kernel/text.ts'
import type { UserProfile, UserProfileAttribute } from './realm.ts'

const everybody = { view: ['admin', 'user'], edit: ['admin', 'user'] } as const

function attribute(
  name: string,
  validations: NonNullable<UserProfileAttribute['validations']>,
  isRequired: boolean,
): UserProfileAttribute {
  return {
    name,
    displayName: messageReference(name),
    validations,
    ...(isRequired && { required: { roles: ['user'] } }),
    permissions: everybody,
    multivalued: false,
  }
}

/** Keycloak's default. In the master realm nothing but the user name is required. */
export function defaultUserProfile(isMaster: boolean): UserProfile {
  const personName = { length: { max: 255 }, 'person-name-prohibited-characters': {} }
  return {
    attributes: [
      attribute(
        'username',
        {
          length: { min: 3, max: 255 },
          'username-prohibited-characters': {},
          'up-username-not-idn-homograph': {},
        },
        false,
      ),
      attribute('email', { email: {}, length: { max: 255 } }, !isMaster),
      attribute('firstName', personName, !isMaster),
      attribute('lastName', personName, !isMaster),
    ],
    groups: [
      {
        name: 'user-metadata',
        displayHeader: 'User metadata',
        displayDescription: 'Attributes, which refer to user metadata',
      },
    ],
  }
}
