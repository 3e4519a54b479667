import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../../../model/client/client.ts'
import { readClientSecret } from '../../../model/client/client-secret.ts'
import type { AdminContext } from '../admin-context.ts'
import { toMapperRepresentation } from '../protocol-mappers/to-representation.ts'
import { maskedSecret } from '../without-secrets.ts'

export async function toClientRepresentation(context: AdminContext, client: Client): Promise<ClientRepresentation> {
  const snapshot = await context.realm.clientById(client.id)
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
    secret: await readVisibleSecret(context, client),
    ...(mappers.length > 0 ? { protocolMappers: mappers } : {}),
    defaultClientScopes: (snapshot?.defaultScopes ?? []).map((scope) => scope.name),
    optionalClientScopes: (snapshot?.optionalScopes ?? []).map((scope) => scope.name),
    access: toClientAccess(context),
  }
}

/** In clear for who may change it anyway; who may only look learns that there is one. */
async function readVisibleSecret({ caller, server }: AdminContext, client: Client): Promise<string | undefined> {
  if (!client.hasSecret || client.settings.publicClient) return undefined
  if (!caller.can('manage-clients')) return maskedSecret
  return readClientSecret(server.storage, client, server.secrets)
}

function toClientAccess({ caller }: AdminContext): Record<string, boolean> {
  const isManager = caller.can('manage-clients')
  return { view: caller.can('view-clients', 'manage-clients'), configure: isManager, manage: isManager }
}
