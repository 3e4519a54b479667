import type { SecretBox } from '../../crypto/secret-box.ts'
import { Conflict, NotFound } from '../../kernel/error.ts'
import { mergeSettings, type SettingsChange } from '../../kernel/settings.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { assignClientScopes, listClientScopes, listRealmClientScopes } from '../client-scope/client-scope.store.ts'
import type { Realm } from '../realm/realm.ts'
import { fromClient, noRotatedSecret } from './client.table.ts'
import type { Client, ClientSettings } from './client.ts'
import { requireValidClient } from './client-rules.ts'
import { sealClientSecret, secretCreationAttribute } from './client-secret.ts'
import { defaultClientSettings } from './default-client-settings.ts'
import { writeFederatedSubject } from './federated-subject.store.ts'

export interface NewClient {
  readonly clientId: string
  readonly id?: string
  readonly enabled?: boolean
  readonly protocol?: Client['protocol']
  readonly settings?: SettingsChange<ClientSettings>
  /** In clear. Clients without one, and public ones, have none; `generateClientSecret` makes one. */
  readonly secret?: string
  /** Instead of the realm's defaults. */
  readonly defaultScopeIds?: readonly string[]
  readonly optionalScopeIds?: readonly string[]
}

/**
 * Makes a client with the realm's default and optional scopes of its protocol. Throws InvalidInput, and Conflict when
 * the name or id is taken.
 */
export async function createClient(tx: Tx, realm: Realm, input: NewClient, secrets: SecretBox): Promise<Client> {
  const now = tx.clock.now()
  const id = input.id ?? tx.ids.uuid()
  const settings = mergeSettings(defaultClientSettings, input.settings)
  const client: Client = {
    id,
    realmId: realm.id,
    clientId: input.clientId,
    enabled: input.enabled ?? true,
    protocol: input.protocol ?? 'openid-connect',
    settings: {
      ...settings,
      attributes: {
        realm_client: 'false',
        ...(input.secret !== undefined && { [secretCreationAttribute]: String(Math.floor(now / 1000)) }),
        ...settings.attributes,
      },
    },
    hasSecret: input.secret !== undefined,
    createdAt: now,
    updatedAt: now,
  }
  requireValidClient(client)
  const secret = input.secret === undefined ? null : sealClientSecret(id, input.secret, secrets)
  await orConflict(
    tx,
    tx.query
      .insertInto('client')
      .values({ ...fromClient(client), ...noRotatedSecret, secret })
      .execute(),
    (cause) => new Conflict('client', 'clientId', `Client ${client.clientId} already exists`, cause),
  )
  await writeFederatedSubject(tx, client)
  await assignScopes(tx, client, input)
  tx.realmChanged(realm.id)
  return client
}

async function assignScopes(tx: Tx, client: Client, input: NewClient): Promise<void> {
  const { defaultScopeIds, optionalScopeIds } = input
  const asked = [...(defaultScopeIds ?? []), ...(optionalScopeIds ?? [])]
  if (asked.length > 0) await requireScopesOfRealm(tx, client.realmId, asked)
  const ofRealm = (await listRealmClientScopes(tx, client.realmId)).filter(
    ({ scope }) => scope.protocol === client.protocol,
  )
  const idsThat = (isDefault: boolean) =>
    ofRealm.filter((entry) => entry.isDefault === isDefault).map(({ scope }) => scope.id)
  const defaults = new Set(defaultScopeIds ?? idsThat(true))
  const optional = new Set(optionalScopeIds ?? idsThat(false))
  await assignClientScopes(tx, client.realmId, [
    ...[...defaults].map((clientScopeId) => ({ clientId: client.id, clientScopeId, isDefault: true })),
    ...[...optional]
      .filter((clientScopeId) => !defaults.has(clientScopeId))
      .map((clientScopeId) => ({ clientId: client.id, clientScopeId, isDefault: false })),
  ])
}

async function requireScopesOfRealm(tx: Tx, realmId: string, ids: readonly string[]): Promise<void> {
  const known = new Set((await listClientScopes(tx, realmId)).map((scope) => scope.id))
  if (ids.some((id) => !known.has(id))) throw new NotFound('client scope')
}
