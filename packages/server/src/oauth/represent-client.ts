import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../model/client/client.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import { toMapperRepresentation } from './represent-mapper.ts'

/** A client in Keycloak's words, without its secret. `realm` is as new as the client. */
export async function representClient(realm: RealmSnapshot, client: Client): Promise<ClientRepresentation> {
  const snapshot = await realm.clientById(client.id)
  const mappers = (snapshot?.mappers ?? []).map(toMapperRepresentation)
  // Keycloak names it only where it is on.
  const { authorizationServicesEnabled, ...settings } = client.settings
  return {
    id: client.id,
    clientId: client.clientId,
    ...settings,
    ...(authorizationServicesEnabled ? { authorizationServicesEnabled } : {}),
    redirectUris: [...settings.redirectUris],
    webOrigins: [...settings.webOrigins],
    attributes: { ...settings.attributes },
    authenticationFlowBindingOverrides: { ...settings.authenticationFlowBindingOverrides },
    enabled: client.enabled,
    protocol: client.protocol,
    ...(mappers.length > 0 ? { protocolMappers: mappers } : {}),
    defaultClientScopes: (snapshot?.defaultScopes ?? []).map((scope) => scope.name),
    optionalClientScopes: (snapshot?.optionalScopes ?? []).map((scope) => scope.name),
  }
}
