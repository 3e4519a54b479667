import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { InvalidInput } from '../../../kernel/error.ts'
import { findClientById } from '../../../model/client/client.store.ts'
import type { Client } from '../../../model/client/client.ts'
import {
  assignClientScopes,
  listAssignedScopes,
  unassignClientScope,
} from '../../../model/client-scope/client-scope.store.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { createRepresentedClient } from '../../../oauth/create-represented-client.ts'
import { updateRepresentedClient } from '../../../oauth/update-represented-client.ts'
import { toScopeIds } from './import-client-scopes.ts'
import { importMappers } from './import-mappers.ts'
import type { RealmDraft } from './realm-draft.ts'

/** Makes clients, or changes those that have their names. `snapshot` knows the realm's client scopes. */
export async function importClients(
  draft: RealmDraft,
  snapshot: RealmSnapshot,
  clients: readonly ClientRepresentation[],
): Promise<void> {
  for (const client of clients) await importClient(draft, snapshot, client)
}

/** Makes a client, or changes the one that has its name: with mappers and scopes, without roles. */
export async function importClient(
  draft: RealmDraft,
  snapshot: RealmSnapshot,
  body: ClientRepresentation,
): Promise<Client> {
  const { tx, server, realm, names } = draft
  const { protocolMappers, defaultClientScopes, optionalClientScopes, ...own } = body
  if (own.clientId === undefined) throw new InvalidInput('clientId', 'error-empty')
  const known = names.clients.get(own.clientId)
  const stored = known === undefined ? undefined : await findClientById(tx, realm.id, known)
  const place = { server, realm: snapshot }
  const client = stored
    ? await updateRepresentedClient(tx, place, stored, own)
    : await createRepresentedClient(tx, place, own)
  names.clients.set(client.clientId, client.id)
  const what = `clients/${client.clientId}`
  await setScopes(draft, client, what, defaultClientScopes, true)
  await setScopes(draft, client, what, optionalClientScopes, false)
  if (protocolMappers) await importMappers(draft, what, { clientId: client.id }, protocolMappers)
  return client
}

/** Gives a client exactly these scopes of one kind; undefined: those that it has. */
async function setScopes(
  draft: RealmDraft,
  { id: clientId }: Client,
  what: string,
  wanted: readonly string[] | undefined,
  isDefault: boolean,
): Promise<void> {
  if (!wanted) return
  const { tx, realm } = draft
  const ids = toScopeIds(draft, `${what}/${isDefault ? 'defaultClientScopes' : 'optionalClientScopes'}`, wanted)
  const kept = new Set(ids)
  for (const entry of await listAssignedScopes(tx, realm.id, clientId)) {
    if (entry.isDefault === isDefault && !kept.has(entry.scope.id)) {
      await unassignClientScope(tx, realm.id, clientId, entry.scope.id)
    }
  }
  await assignClientScopes(
    tx,
    realm.id,
    ids.map((clientScopeId) => ({ clientId, clientScopeId, isDefault })),
  )
}
