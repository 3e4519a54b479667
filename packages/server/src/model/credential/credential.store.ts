import type { Db } from '../../storage/db.ts'
import { isUsable, toCredential } from './credential.table.ts'
import type { Credential, CredentialType } from './credential.ts'

/** A user's credentials in the user's order; former passwords are not among them. */
export async function listCredentials(
  db: Db,
  realmId: string,
  userId: string,
  type?: CredentialType,
): Promise<readonly Credential[]> {
  const all = db.query
    .selectFrom('credential')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .orderBy('priority')
    .orderBy('created_at')
    .orderBy('id')
  const rows = await (type === undefined ? all : all.where('type', '=', type)).execute()
  return rows.filter(isUsable).map(toCredential)
}

export async function findCredential(
  db: Db,
  realmId: string,
  userId: string,
  id: string,
): Promise<Credential | undefined> {
  const row = await db.query
    .selectFrom('credential')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && isUsable(row) ? toCredential(row) : undefined
}
