import type { Db, Tx } from '../../storage/db.ts'
import type { RevokedTokenRow } from './revoked-token.table.ts'

/** Makes one token worthless before its time. `expiresAt` is when it ends by itself, in epoch milliseconds. */
export async function revokeToken(tx: Tx, realmId: string, tokenId: string, expiresAt: number): Promise<void> {
  const row: RevokedTokenRow = { realm_id: realmId, token_id: tokenId, expires_at: expiresAt }
  await tx.query
    .insertInto('revoked_token')
    .values(row)
    .onConflict((conflict) => conflict.columns(['realm_id', 'token_id']).doNothing())
    .execute()
}

export async function isTokenRevoked(db: Db, realmId: string, tokenId: string): Promise<boolean> {
  const row = await db.query
    .selectFrom('revoked_token')
    .select('token_id')
    .where('realm_id', '=', realmId)
    .where('token_id', '=', tokenId)
    .executeTakeFirst()
  return row !== undefined
}

/** Removes those whose tokens have ended by themselves, at most `limit` of them; how many there were. */
export async function deleteExpiredRevocations(tx: Tx, limit = 1000): Promise<number> {
  const expired = await tx.query
    .selectFrom('revoked_token')
    .select(['realm_id', 'token_id'])
    .where('expires_at', '<=', tx.clock.now())
    .limit(limit)
    .execute()
  for (const { realm_id, token_id } of expired) {
    await tx.query
      .deleteFrom('revoked_token')
      .where('realm_id', '=', realm_id)
      .where('token_id', '=', token_id)
      .execute()
  }
  return expired.length
}
