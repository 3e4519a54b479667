import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { NotFound } from '../kernel/error.ts'
import type { Client } from '../model/client/client.ts'
import { generateClientSecret } from '../model/client/client-secret.ts'
import { createClient } from '../model/client/create-client.ts'
import { defaultClientSettings } from '../model/client/default-client-settings.ts'
import { ensureServiceAccount } from '../model/client/enable-service-account.ts'
import { originsOfRedirectUris } from '../model/client/web-origins.ts'
import { maskedSecret } from '../model/component/component-secrets.ts'
import type { RealmContext } from '../spi/request.ts'
import type { Tx } from '../storage/db.ts'
import { insertNewMappers } from './insert-new-mappers.ts'
import { requireKnownFlows } from './require-known-flows.ts'
import { toClientSettings } from './to-client-settings.ts'

type Place = Pick<RealmContext, 'server' | 'realm'>

/** Makes the client that a representation describes; one that keeps secrets gets one when none is given. */
export async function createRepresentedClient(tx: Tx, place: Place, body: ClientRepresentation): Promise<Client> {
  const { server, realm } = place
  const id = body.id ?? tx.ids.uuid()
  const given = body.secret && body.secret !== maskedSecret ? body.secret : undefined
  const secret = body.publicClient === true ? undefined : (given ?? generateClientSecret(server.random))
  const defaultScopeIds = toScopeIds(place, body.defaultClientScopes)
  const optionalScopeIds = toScopeIds(place, body.optionalClientScopes)
  await requireKnownFlows(tx, realm.realm.id, body.authenticationFlowBindingOverrides)
  const client = await createClient(
    tx,
    realm.realm,
    {
      id,
      clientId: body.clientId ?? id,
      ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
      ...(body.protocol === undefined ? {} : { protocol: body.protocol }),
      settings: { ...impliedSettings(body), ...toClientSettings(body, defaultClientSettings) },
      ...(secret === undefined ? {} : { secret }),
      ...(defaultScopeIds ? { defaultScopeIds } : {}),
      ...(optionalScopeIds ? { optionalScopeIds } : {}),
    },
    server.secrets,
  )
  if (client.settings.serviceAccountsEnabled) await ensureServiceAccount(tx, realm.realm, client)
  if (body.protocolMappers) await insertNewMappers(tx, place, { clientId: client.id }, body.protocolMappers)
  return client
}

/** What Keycloak concludes where a new client says nothing of it. */
function impliedSettings({ webOrigins, redirectUris, consentRequired, fullScopeAllowed }: ClientRepresentation) {
  return {
    ...(webOrigins === undefined && redirectUris ? { webOrigins: originsOfRedirectUris(redirectUris) } : {}),
    // Who asks users for consent asks for what it needs.
    ...(consentRequired && fullScopeAllowed === undefined ? { fullScopeAllowed: false } : {}),
  }
}

/** Ids of client scopes by their names. Throws NotFound. */
export function toScopeIds({ realm }: Place, names: readonly string[] | undefined): readonly string[] | undefined {
  return names?.map((name) => {
    const scope = realm.clientScopes.find((candidate) => candidate.name === name)
    if (!scope) throw new NotFound('client scope', 'Could not find client scope')
    return scope.id
  })
}
