import { Conflict, NotFound } from '../../kernel/error.ts'
import { mergeSettings, type SettingsChange } from '../../kernel/settings.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { fromClient, toClient } from './client.table.ts'
import type { Client, ClientSettings } from './client.ts'
import { requireValidClient } from './client-rules.ts'
import { writeFederatedSubject } from './federated-subject.store.ts'

/** What to change; absent fields stay. `attributes` and lists are replaced as a whole. */
export interface ClientChange {
  readonly clientId?: string
  readonly enabled?: boolean
  readonly protocol?: Client['protocol']
  readonly settings?: SettingsChange<ClientSettings>
}

/**
 * Changes a client as it is stored now, so that two changes of different settings both hold. Throws NotFound when it
 * is gone, InvalidInput, and Conflict for a name that is taken.
 */
export async function updateClient(tx: Tx, client: Client, change: ClientChange): Promise<Client> {
  const row = await tx.query
    .selectFrom('client')
    .selectAll()
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .modifyEnd(tx.dialect.forUpdate)
    .executeTakeFirst()
  if (!row) throw new NotFound('client')
  const before = toClient(row)
  const after: Client = {
    ...before,
    clientId: change.clientId ?? before.clientId,
    enabled: change.enabled ?? before.enabled,
    protocol: change.protocol ?? before.protocol,
    settings: mergeSettings(before.settings, change.settings),
    updatedAt: tx.clock.now(),
  }
  requireValidClient(after)
  const { id, realm_id, created_at, ...changed } = fromClient(after)
  await orConflict(
    tx,
    tx.query.updateTable('client').set(changed).where('realm_id', '=', realm_id).where('id', '=', id).execute(),
    (cause) => new Conflict('client', 'clientId', `Client ${after.clientId} already exists`, cause),
  )
  await writeFederatedSubject(tx, after, before)
  tx.realmChanged(realm_id)
  return after
}
