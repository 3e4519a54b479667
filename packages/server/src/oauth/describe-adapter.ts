import type { AdapterConfig } from '@ztrust/contract/client-registration'
import type { Client } from '../model/client/client.ts'
import { readClientSecret } from '../model/client/client-secret.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import { listRoles } from '../model/role/role.store.ts'
import type { RealmContext } from '../spi/request.ts'

type Place = Pick<RealmContext, 'server' | 'realm'>

/** What an application needs to know to be this client, as `keycloak.json` names it, in Keycloak's order. */
export async function describeAdapter(place: Place, client: Client): Promise<AdapterConfig> {
  const { server, realm } = place
  const { publicClient, bearerOnly } = client.settings
  const hasRoles =
    (await listRoles(server.storage, client.realmId, client.id, { page: { first: 0, max: 1 } })).length > 0
  const isSecretless = publicClient || bearerOnly
  return {
    realm: realm.realm.name,
    ...(bearerOnly ? { 'bearer-only': true } : {}),
    'auth-server-url': `${server.urls.base}/`,
    'ssl-required': realm.realm.settings.sslRequired,
    resource: client.clientId,
    ...(publicClient ? { 'public-client': true } : {}),
    ...(hasRoles || isAudience(realm, client) ? { 'verify-token-audience': true } : {}),
    ...(isSecretless ? {} : { credentials: await describeCredentials(place, client) }),
    ...(hasRoles ? { 'use-resource-role-mappings': true } : {}),
    'confidential-port': 0,
  }
}

/** Tokens name the client as their audience by a client scope: then somebody wants that to be checked. */
function isAudience(realm: RealmSnapshot, { clientId }: Client): boolean {
  return realm.clientScopes.some(({ id }) =>
    realm.mappersOfScope(id).some(({ config }) => config['included.client.audience'] === clientId),
  )
}

/** How the application proves who it is; where keys lie is for people to fill in. */
async function describeCredentials({ server }: Place, client: Client): Promise<Record<string, unknown>> {
  const { clientAuthenticatorType } = client.settings
  if (clientAuthenticatorType === 'client-jwt') {
    return {
      jwt: {
        'client-key-password': 'REPLACE WITH THE KEY PASSWORD IN KEYSTORE',
        'client-keystore-file': 'REPLACE WITH THE LOCATION OF YOUR KEYSTORE FILE',
        'client-keystore-password': 'REPLACE WITH THE KEYSTORE PASSWORD',
        'client-key-alias': client.clientId,
        'token-timeout': 10,
        'client-keystore-type': 'jks',
      },
    }
  }
  const keepsSecret = clientAuthenticatorType === 'client-secret' || clientAuthenticatorType === 'client-secret-jwt'
  const secret = keepsSecret ? await readClientSecret(server.storage, client, server.secrets) : undefined
  if (secret === undefined) return {}
  return clientAuthenticatorType === 'client-secret' ? { secret } : { 'secret-jwt': { secret } }
}
