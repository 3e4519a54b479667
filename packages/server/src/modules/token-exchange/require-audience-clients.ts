import { OAuthError } from '../../kernel/error.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'

/** The audiences asked for are clients of the realm, and enabled. Throws `invalid_client`, as Keycloak. */
export async function requireAudienceClients(realm: RealmSnapshot, audience: readonly string[]): Promise<void> {
  for (const clientId of audience) {
    const found = await realm.client(clientId)
    if (!found) throw new OAuthError('invalid_client', 'Audience not found', { event: 'client_not_found' })
    if (!found.client.enabled) throw new OAuthError('invalid_client', 'Client disabled', { event: 'client_disabled' })
  }
}
