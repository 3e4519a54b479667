import type { Db } from '../../storage/db.ts'

/** Ids of a realm's things by the names that files know them by. Whoever makes one adds it. */
export interface RealmNames {
  /** By `clientId`. */
  readonly clients: Map<string, string>
  readonly clientScopes: Map<string, string>
  /** By container (the realm's or a client's id), then name. */
  readonly roles: Map<string, Map<string, string>>
  /** By path: `/sales/europe`. */
  readonly groups: Map<string, string>
  /** By alias. */
  readonly identityProviders: Map<string, string>
}

/** Reads the names of a realm in one go: for imports, which name thousands of things. */
export async function loadRealmNames(db: Db, realmId: string): Promise<RealmNames> {
  const clients = await db.query
    .selectFrom('client')
    .select(['id', 'client_id'])
    .where('realm_id', '=', realmId)
    .execute()
  const scopes = await db.query
    .selectFrom('client_scope')
    .select(['id', 'name'])
    .where('realm_id', '=', realmId)
    .execute()
  const roles = await db.query
    .selectFrom('role')
    .select(['id', 'name', 'container_id'])
    .where('realm_id', '=', realmId)
    .execute()
  const groups = await db.query
    .selectFrom('realm_group')
    .select(['id', 'name', 'parent_id'])
    .where('realm_id', '=', realmId)
    .execute()
  const providers = await db.query
    .selectFrom('identity_provider')
    .select(['id', 'alias'])
    .where('realm_id', '=', realmId)
    .execute()
  const rolesOf = new Map<string, Map<string, string>>()
  for (const role of roles) namesOf(rolesOf, role.container_id).set(role.name, role.id)
  return {
    clients: new Map(clients.map((client) => [client.client_id, client.id])),
    clientScopes: new Map(scopes.map((scope) => [scope.name, scope.id])),
    roles: rolesOf,
    groups: toPaths(groups),
    identityProviders: new Map(providers.map((provider) => [provider.alias, provider.id])),
  }
}

/** The names within one container; made when it is new. */
export function namesOf(all: Map<string, Map<string, string>>, container: string): Map<string, string> {
  const known = all.get(container) ?? new Map<string, string>()
  all.set(container, known)
  return known
}

interface GroupNode {
  readonly id: string
  readonly name: string
  readonly parent_id: string | null
}

function toPaths(groups: readonly GroupNode[]): Map<string, string> {
  const byId = new Map(groups.map((group) => [group.id, group]))
  const paths = new Map<string, string>()
  const pathOf = (group: GroupNode): string => {
    const known = paths.get(group.id)
    if (known !== undefined) return known
    const parent = group.parent_id === null ? undefined : byId.get(group.parent_id)
    const path = `${parent ? pathOf(parent) : ''}/${group.name}`
    paths.set(group.id, path)
    return path
  }
  return new Map(groups.map((group) => [pathOf(group), group.id]))
}
