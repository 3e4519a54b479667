import { toKey } from '../../kernel/text.ts'
import { containsText } from '../../storage/contains-text.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { fromClient, noRotatedSecret, toClient } from './client.table.ts'
import type { Client } from './client.ts'

export interface ClientFilter {
  readonly page?: Page
  /** The whole name, exactly. */
  readonly clientId?: string
  /** A part of the name, in any case. */
  readonly search?: string
}

export async function findClientById(db: Db, realmId: string, id: string): Promise<Client | undefined> {
  const row = await db.query
    .selectFrom('client')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toClient(row)
}

export async function findClientByClientId(db: Db, realmId: string, clientId: string): Promise<Client | undefined> {
  const row = await db.query
    .selectFrom('client')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return row && toClient(row)
}

/** Clients by name. */
export async function listClients(db: Db, realmId: string, filter: ClientFilter = {}): Promise<Client[]> {
  let query = db.query.selectFrom('client').selectAll().where('realm_id', '=', realmId).orderBy('client_id')
  if (filter.clientId !== undefined) query = query.where('client_id', '=', filter.clientId)
  if (filter.search) query = query.where(containsText('name_key', toKey(filter.search)))
  if (filter.page) query = query.limit(filter.page.max).offset(filter.page.first)
  return (await query.execute()).map(toClient)
}

export async function countClients(db: Db, realmId: string): Promise<number> {
  const row = await db.query
    .selectFrom('client')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('realm_id', '=', realmId)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Writes rows of clients without a secret; clients of administrators are made by `createClient`. */
export async function insertClients(tx: Tx, clients: readonly Client[]): Promise<void> {
  if (clients.length === 0) return
  const rows = clients.map((client) => ({ ...fromClient(client), ...noRotatedSecret, secret: null }))
  await tx.query.insertInto('client').values(rows).execute()
  for (const { realmId } of clients) tx.realmChanged(realmId)
}
