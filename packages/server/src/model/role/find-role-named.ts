import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import type { Role } from './role.ts'

/**
 * The role that a setting names: `client.role`, or a role of the realm. Names of clients may have dots in them: the
 * longest that is a client of the realm counts, as in Keycloak.
 */
export async function findRoleNamed(
  realm: Pick<RealmSnapshot, 'realm' | 'client' | 'roles'>,
  text: string,
): Promise<Role | undefined> {
  const graph = await realm.roles()
  for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
    const client = await realm.client(text.slice(0, dot))
    if (client) return graph.find(client.client.id, text.slice(dot + 1))
  }
  return graph.find(realm.realm.id, text)
}
