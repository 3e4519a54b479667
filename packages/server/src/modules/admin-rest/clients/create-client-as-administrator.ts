import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { NotFound } from '../../../kernel/error.ts'
import type { Client } from '../../../model/client/client.ts'
import { generateClientSecret } from '../../../model/client/client-secret.ts'
import { createClient } from '../../../model/client/create-client.ts'
import { ensureServiceAccount } from '../../../model/client/enable-service-account.ts'
import { originsOfRedirectUris } from '../../../model/client/web-origins.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { insertNewMappers } from '../protocol-mappers/change-mappers.ts'
import { recordChange } from '../record-change.ts'
import { maskedSecret } from '../without-secrets.ts'
import { toClientSettings } from './from-representation.ts'

/** Makes a client; one that keeps secrets gets one when none is given. */
export async function createClientAsAdministrator(context: AdminContext, body: ClientRepresentation): Promise<Client> {
  const { server, realm } = context
  const id = body.id ?? server.ids.uuid()
  const given = body.secret && body.secret !== maskedSecret ? body.secret : undefined
  const secret = body.publicClient === true ? undefined : (given ?? generateClientSecret(server.random))
  const defaultScopeIds = toScopeIds(context, body.defaultClientScopes)
  const optionalScopeIds = toScopeIds(context, body.optionalClientScopes)
  return transact(server.storage, async (tx) => {
    const client = await createClient(
      tx,
      realm.realm,
      {
        id,
        clientId: body.clientId ?? id,
        ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
        ...(body.protocol === undefined ? {} : { protocol: body.protocol }),
        settings: { ...impliedSettings(body), ...toClientSettings(body, {}) },
        ...(secret === undefined ? {} : { secret }),
        ...(defaultScopeIds ? { defaultScopeIds } : {}),
        ...(optionalScopeIds ? { optionalScopeIds } : {}),
      },
      server.secrets,
    )
    if (client.settings.serviceAccountsEnabled) await ensureServiceAccount(tx, realm.realm, client)
    if (body.protocolMappers) await insertNewMappers(tx, context, { clientId: client.id }, body.protocolMappers)
    await recordChange(tx, context, {
      operation: 'CREATE',
      resourceType: 'CLIENT',
      path: ['clients', client.id],
      representation: body,
    })
    return client
  })
}

/** What Keycloak concludes where a new client says nothing of it. */
function impliedSettings({ webOrigins, redirectUris, consentRequired, fullScopeAllowed }: ClientRepresentation) {
  return {
    ...(webOrigins === undefined && redirectUris ? { webOrigins: originsOfRedirectUris(redirectUris) } : {}),
    // Who asks users for consent asks for what it needs.
    ...(consentRequired && fullScopeAllowed === undefined ? { fullScopeAllowed: false } : {}),
  }
}

function toScopeIds({ realm }: AdminContext, names: readonly string[] | undefined): readonly string[] | undefined {
  return names?.map((name) => {
    const scope = realm.clientScopes.find((candidate) => candidate.name === name)
    if (!scope) throw new NotFound('client scope', 'Could not find client scope')
    return scope.id
  })
}
