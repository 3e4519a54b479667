import { OAuthError } from '../../kernel/error.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import { text } from '../../spi/form.ts'
import type { RealmContext } from '../../spi/request.ts'
import { UntrustedRequest } from './untrusted-request.ts'

/**
 * Lets policies fetch a client that the realm does not know, or not lately (client ID metadata documents). Gives the
 * realm to go on with, which then knows it.
 */
export async function resolveClient(
  { server, realm, request }: RealmContext,
  { values, duplicates }: Parameters,
): Promise<RealmSnapshot> {
  // Names that came twice are refused by what follows.
  if (duplicates.has('client_id') || duplicates.has('redirect_uri')) return realm
  try {
    const facts = { server, realm, request, parameters: values }
    const { isClientStored } = await applyClientPolicies('CLIENT_RESOLUTION', facts)
    return (isClientStored && (await server.realms.byId(realm.realm.id))) || realm
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    throw new UntrustedRequest(error.event, text('invalidRequestMessage'), undefined, error.status, error.message)
  }
}
