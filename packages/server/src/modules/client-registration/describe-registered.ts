import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { ClientInformation, RegisteredClient } from '@ztrust/contract/client-registration'
import { readClientSecret, secretExpirationAttribute } from '../../model/client/client-secret.ts'
import { representClient } from '../../oauth/represent-client.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { Registered } from './register-client.ts'
import { toMetadata } from './to-metadata.ts'

/** RFC 7591, section 3.2.1. */
export async function describeAsMetadata(
  context: RealmContext,
  { client, registrationToken }: Registered,
): Promise<ClientInformation> {
  const { server } = context
  const { secret, ...representation } = await represent(context, client)
  const method = representation.clientAuthenticatorType
  const usesSecret = secret !== undefined && (method === 'client-secret' || method === 'client-secret-jwt')
  return {
    ...toMetadata(representation, [...server.registry.clientAuthenticators.values()]),
    client_id: client.clientId,
    ...(usesSecret
      ? {
          client_secret: secret,
          client_secret_expires_at: Number(client.settings.attributes[secretExpirationAttribute] ?? 0),
        }
      : {}),
    client_id_issued_at: Math.floor(client.createdAt / 1000),
    registration_client_uri: addressOf(context, 'openid-connect', client.clientId),
    ...(registrationToken === undefined ? {} : { registration_access_token: registrationToken }),
  }
}

export async function describeAsRepresentation(
  context: RealmContext,
  { client, registrationToken }: Registered,
): Promise<RegisteredClient> {
  return {
    ...(await represent(context, client)),
    ...(registrationToken === undefined ? {} : { registrationAccessToken: registrationToken }),
    defaultRoles: [],
  }
}

export function addressOf({ server, realm }: RealmContext, provider: string, clientId: string): string {
  const issuer = server.urls.realm(realm.realm.name)
  return `${issuer}/clients-registrations/${provider}/${encodeURIComponent(clientId)}`
}

/** With its secret: who may manage a client may know it. */
async function represent({ server, realm }: RealmContext, client: Registered['client']): Promise<ClientRepresentation> {
  // The snapshot of the request is older than what the request changed.
  const current = (await server.realms.byId(realm.realm.id)) ?? realm
  const representation = await representClient(current, client)
  if (client.settings.publicClient) return representation
  const secret = await readClientSecret(server.storage, client, server.secrets)
  return secret === undefined ? representation : { ...representation, secret }
}
