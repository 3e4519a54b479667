import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../model/client/client.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import { toMapperRepresentation } from './represent-mapper.ts'

/** A client in Keycloak's words, without its secret. `realm` is as new as the client. */
export async function representClient(realm: RealmSnapshot, client: Client): Promise<ClientRepresentation> {
  const snapshot = await realm.clientById(client.id)
  const mappers = (snapshot?.mappers ?? []).map(toMapperRepresentation)
  // Keycloak names them only where there is something to say.
  const { authorizationServicesEnabled, registeredNodes, ...settings } = client.settings
  return {
    id: client.id,
    clientId: client.clientId,
    ...settings,
    ...(authorizationServicesEnabled ? { authorizationServicesEnabled } : {}),
    ...(Object.keys(registeredNodes).length > 0 ? { registeredNodes: { ...registeredNodes } } : {}),
    redirectUris: [...settings.redirectUris],
    webOrigins: [...settings.webOrigins],
    attributes: { ...settings.attributes, ...rotationAttributes(snapshot?.rotatedSecret) },
    authenticationFlowBindingOverrides: { ...settings.authenticationFlowBindingOverrides },
    enabled: client.enabled,
    protocol: client.protocol,
    ...(mappers.length > 0 ? { protocolMappers: mappers } : {}),
    defaultClientScopes: (snapshot?.defaultScopes ?? []).map((scope) => scope.name),
    optionalClientScopes: (snapshot?.optionalScopes ?? []).map((scope) => scope.name),
  }
}

/** When there are two secrets, Keycloak's attributes tell the times of the older one. */
function rotationAttributes(rotated: ClientSnapshot['rotatedSecret']): Record<string, string> {
  if (!rotated) return {}
  return {
    'client.secret.rotated.creation.time': String(Math.floor(rotated.rotatedAt / 1000)),
    'client.secret.rotated.expiration.time': String(Math.floor(rotated.expiresAt / 1000)),
  }
}
