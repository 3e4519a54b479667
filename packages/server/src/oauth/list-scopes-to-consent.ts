import type { ClientScope } from '../model/client-scope/client-scope.ts'
import { findConsent } from '../model/consent/consent.store.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { GrantContext } from '../spi/grant.ts'
import { resolveScopes } from './requested-scopes.ts'

/** Scopes of the request that the user has not agreed to. None for clients that need no consent. */
export async function listScopesToConsent(
  { server, realm, client }: Pick<GrantContext, 'server' | 'realm' | 'client'>,
  user: User,
  scope: string | undefined,
): Promise<readonly ClientScope[]> {
  if (!client.client.settings.consentRequired) return []
  const shown = listShownScopes(client, scope)
  const consent = await findConsent(server.storage, realm.realm.id, user.id, client.client.id)
  const agreed = new Set(consent?.scopes)
  return shown.filter((one) => !agreed.has(one.id))
}

/** Scopes of the request that consent pages show. */
export function listShownScopes(client: ClientSnapshot, scope: string | undefined): readonly ClientScope[] {
  return resolveScopes(client, scope).scopes.filter((one) => one.attributes['display.on.consent.screen'] !== 'false')
}
