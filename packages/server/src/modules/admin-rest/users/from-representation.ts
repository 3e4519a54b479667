import type { UserRepresentation } from '@ztrust/contract/admin/users'
import type { RealmSettings } from '../../../model/realm/realm-settings.ts'
import type { User } from '../../../model/user/user.ts'
import type { ProfileValues } from '../../../model/user/user-profile.ts'
import type { AdminContext } from '../admin-context.ts'

const rootAttributes = ['username', 'email', 'firstName', 'lastName'] as const

/**
 * What the user profile checks. What is left out is absent and stays as it is; an empty text clears. Attributes come
 * as a whole: a stored one that is not among them goes.
 */
export function toProfileValues(
  body: UserRepresentation,
  { registrationEmailAsUsername }: Pick<RealmSettings, 'registrationEmailAsUsername'>,
  existing?: User,
): ProfileValues {
  const values: Record<string, readonly string[]> = {}
  if (body.attributes) {
    for (const name of Object.keys(existing?.attributes ?? {})) values[name] = []
    Object.assign(values, body.attributes)
  }
  for (const name of rootAttributes) {
    delete values[name]
    const value = body[name]
    if (value !== undefined) values[name] = value === '' ? [] : [value]
  }
  if (registrationEmailAsUsername && body.email) values['username'] = [body.email]
  return values
}

/** Those required actions that there are: what nobody knows is left out, as in Keycloak. */
export function keepKnownActions(
  { realm, server }: Pick<AdminContext, 'realm' | 'server'>,
  aliases: readonly string[] | undefined,
): readonly string[] | undefined {
  const known = new Set([...realm.requiredActions.map(({ alias }) => alias), ...server.registry.requiredActions.keys()])
  return aliases?.filter((alias) => known.has(alias))
}
