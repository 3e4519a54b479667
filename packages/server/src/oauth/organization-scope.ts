import type { ClientScope } from '../model/client-scope/client-scope.ts'
import { listOrganizations } from '../model/organization/organization.store.ts'
import type { Organization } from '../model/organization/organization.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { Db } from '../storage/db.ts'

/**
 * Keycloak's scope for what is known of a user's organizations. `organization`: of the one the user is in.
 * `organization:{alias}`, several times if need be: of these. `organization:*`: of all.
 */
const name = 'organization'
const prefix = `${name}:`
const all = `${prefix}*`

/** More organizations than this are not listed in a token. */
const mostOrganizations = 1000

/**
 * The scope under the names it is asked for by, when it is asked for with a parameter. Undefined when it is not, when the
 * client does not have it, or when the names ask for different things at once.
 */
export function findOrganizationScope(
  scopes: readonly ClientScope[],
  asked: ReadonlySet<string>,
): ClientScope | undefined {
  const wanted = [...asked].filter((one) => one.startsWith(prefix) && one !== prefix)
  if (wanted.length === 0 || asked.has(name) || (wanted.length > 1 && wanted.includes(all))) return undefined
  const scope = scopes.find((one) => one.name === name)
  return scope && { ...scope, name: wanted.join(' ') }
}

const isOrganizationScope = (scope: ClientScope) => scope.name === name || scope.name.startsWith(prefix)

/** Those of the user's organizations that the scopes are about, by name. */
export async function listScopedOrganizations(
  db: Db,
  { realm }: Pick<RealmSnapshot, 'realm'>,
  { id: memberId }: Pick<User, 'id'>,
  scopes: readonly ClientScope[],
): Promise<readonly Organization[]> {
  const asked = scopes.find(isOrganizationScope)?.name
  if (asked === undefined || !realm.settings.organizationsEnabled) return []
  const joined = await listOrganizations(db, realm.id, { memberId }, { first: 0, max: mostOrganizations })
  const enabled = joined.filter((organization) => organization.enabled)
  if (asked === all) return enabled
  // Which of several it is has to be asked of the user.
  if (asked === name) return enabled.length === 1 ? enabled : []
  const wanted = new Set(asked.split(' '))
  return enabled.filter(({ alias }) => wanted.has(prefix + alias))
}

/** The scopes without organizations that the user is not in; they are not granted by being asked for. */
export async function keepOwnOrganizations(
  db: Db,
  realm: Pick<RealmSnapshot, 'realm'>,
  user: Pick<User, 'id'>,
  scopes: readonly ClientScope[],
): Promise<readonly ClientScope[]> {
  const asked = scopes.find((scope) => scope.name.startsWith(prefix) && scope.name !== all)
  if (!asked || !realm.realm.settings.organizationsEnabled) return scopes
  const own = await listScopedOrganizations(db, realm, user, [asked])
  const names = new Set(own.map(({ alias }) => prefix + alias))
  const kept = asked.name.split(' ').filter((one) => names.has(one))
  const others = scopes.filter((scope) => scope !== asked)
  return kept.length === 0 ? others : [...others, { ...asked, name: kept.join(' ') }]
}
