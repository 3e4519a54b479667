import type { AccountRepresentation } from '@ztrust/contract/account'
import type * as z from 'zod'
import { messageReference } from '../../kernel/text.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { User } from '../../model/user/user.ts'
import { type ProfileViewAttribute, profileView } from '../../model/user/user-profile.ts'

const rootNames = new Set(['username', 'email', 'firstName', 'lastName'])

/** The attribute that keeps a user's language; profiles need not list it, as in Keycloak. */
export const localeAttribute = 'locale'

/** What a user may see of themselves, with the rules a form needs to let them change it. */
export function toAccountRepresentation(
  snapshot: RealmSnapshot,
  user: User,
  withMetadata = true,
): z.input<typeof AccountRepresentation> {
  const seen = profileView(snapshot, user, 'user')
  const first = (name: string) => seen.find((attribute) => attribute.name === name)?.values[0]
  const attributes = [
    ...seen.filter(({ name, values }) => !rootNames.has(name) && values.length > 0),
    ...localeOf(snapshot, user, seen),
  ].map(({ name, values }): [string, string[]] => [name, [...values]])
  return {
    id: user.id,
    username: user.username,
    firstName: first('firstName'),
    lastName: first('lastName'),
    email: first('email'),
    emailVerified: user.emailVerified,
    attributes: Object.fromEntries(attributes),
    ...(withMetadata ? { userProfileMetadata: metadataOf(snapshot, seen) } : {}),
  }
}

/** Languages the realm offers, in order; none while it speaks but one. */
export function offeredLocales({ realm: { settings } }: RealmSnapshot): readonly string[] {
  return settings.internationalizationEnabled ? settings.supportedLocales.toSorted() : []
}

function localeOf(
  snapshot: RealmSnapshot,
  user: User,
  seen: readonly ProfileViewAttribute[],
): readonly Pick<ProfileViewAttribute, 'name' | 'values'>[] {
  const values = user.attributes[localeAttribute]
  const isListed = seen.some(({ name }) => name === localeAttribute)
  return isListed || !values || offeredLocales(snapshot).length === 0 ? [] : [{ name: localeAttribute, values }]
}

function metadataOf(snapshot: RealmSnapshot, seen: readonly ProfileViewAttribute[]) {
  const attributes = seen.map(({ values: _, annotations, validators, ...rest }) => ({
    ...rest,
    annotations: { ...annotations },
    validators: Object.fromEntries(Object.entries(validators).map(([id, config]) => [id, { ...config }])),
  }))
  const isMissing = offeredLocales(snapshot).length > 0 && !seen.some(({ name }) => name === localeAttribute)
  const locale = {
    name: localeAttribute,
    displayName: messageReference(localeAttribute),
    required: false,
    readOnly: false,
    multivalued: false,
    annotations: {},
    validators: {},
  }
  return {
    attributes: isMissing ? [...attributes, locale] : attributes,
    groups: snapshot.realm.userProfile.groups.map((group) => ({ ...group })),
  }
}
