import { NotFound } from '../../kernel/error.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { toCredential } from './credential.table.ts'
import type { Credential, NewCredential } from './credential.ts'

/** Distance between two neighbours in a user's order. */
export const priorityStep = 10

/** Stores a credential after the user's others. Throws `NotFound` when the user is not of this realm. */
export async function addCredential(
  tx: Tx,
  realmId: string,
  userId: string,
  credential: NewCredential,
): Promise<Credential> {
  const user = await tx.query
    .selectFrom('user_account')
    .select('id')
    .where('realm_id', '=', realmId)
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user) throw new NotFound('user', 'User not found')
  return insertCredential(tx, realmId, userId, credential)
}

/** As `addCredential`, for a user just made or found in this transaction. */
export async function insertCredential(
  tx: Tx,
  realmId: string,
  userId: string,
  credential: NewCredential,
): Promise<Credential> {
  const last = await tx.query
    .selectFrom('credential')
    .select((eb) => eb.fn.max('priority').as('priority'))
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const row = {
    id: credential.id ?? tx.ids.uuid(),
    realm_id: realmId,
    user_id: userId,
    type: credential.type,
    label: credential.label ?? null,
    credential_data: fromJson(credential.credentialData),
    secret_data: fromJson(credential.secretData),
    priority: (last?.priority ?? 0) + priorityStep,
    created_at: credential.createdAt ?? tx.clock.now(),
  }
  await tx.query.insertInto('credential').values(row).execute()
  return toCredential(row)
}
