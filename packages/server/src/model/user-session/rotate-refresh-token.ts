import type { Tx } from '../../storage/db.ts'
import type { ClientSession } from './user-session.ts'

/**
 * Replaces the refresh token that may be used next. False when `expectedTokenId` is not that token (any more): it was
 * stolen or used twice, and the caller ends the session. Among simultaneous callers exactly one gets true.
 * `maxReuse` (Keycloak's `refreshTokenMaxReuse`) lets the token just replaced be used so many times more.
 */
export async function rotateRefreshToken(
  tx: Tx,
  session: Pick<ClientSession, 'realmId' | 'userSessionId' | 'clientId'>,
  expectedTokenId: string,
  newTokenId: string,
  maxReuse = 0,
): Promise<boolean> {
  const now = tx.clock.now()
  const update = () =>
    tx.query
      .updateTable('client_session')
      .where('realm_id', '=', session.realmId)
      .where('user_session_id', '=', session.userSessionId)
      .where('client_id', '=', session.clientId)
  const rotated = await update()
    .set({
      refresh_token_id: newTokenId,
      previous_refresh_token_id: expectedTokenId,
      refresh_token_uses: 0,
      refreshed_at: now,
    })
    .where('refresh_token_id', '=', expectedTokenId)
    .executeTakeFirstOrThrow()
  if (rotated.numUpdatedRows > 0n) return true
  if (maxReuse <= 0) return false
  const reused = await update()
    .set((eb) => ({
      refresh_token_id: newTokenId,
      refresh_token_uses: eb('refresh_token_uses', '+', 1),
      refreshed_at: now,
    }))
    .where('previous_refresh_token_id', '=', expectedTokenId)
    .where('refresh_token_uses', '<', maxReuse)
    .executeTakeFirstOrThrow()
  return reused.numUpdatedRows > 0n
}
