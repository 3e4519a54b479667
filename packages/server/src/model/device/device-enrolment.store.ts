import { sha256 } from '../../kernel/random.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { toDeviceEnrolment } from './device.table.ts'
import type { DeviceEnrolment } from './device.ts'

/** An invitation can be scanned for so long; the portal shows a new code when it ends. */
export const enrolmentLifespanMilliseconds = 300_000
/** After so many wrong credentials an invitation is worthless. */
export const enrolmentAttempts = 5

/** Invites a phone; earlier invitations of the user end. `token` is stored as a hash only. */
export async function createEnrolment(
  tx: Tx,
  user: { readonly id: string; readonly realmId: string },
  token: string,
): Promise<DeviceEnrolment> {
  const now = tx.clock.now()
  await tx.query
    .deleteFrom('device_enrolment')
    .where('realm_id', '=', user.realmId)
    .where('user_id', '=', user.id)
    .where('state', 'in', ['pending', 'scanned', 'failed'])
    .execute()
  const row = {
    id: tx.ids.uuid(),
    realm_id: user.realmId,
    user_id: user.id,
    token_hash: sha256(token),
    state: 'pending',
    attempts: 0,
    device_id: null,
    created_at: now,
    expires_at: now + enrolmentLifespanMilliseconds,
  }
  await tx.query.insertInto('device_enrolment').values(row).execute()
  return toDeviceEnrolment(row)
}

/** An invitation of this user, expired ones included. */
export async function findEnrolment(
  db: Db,
  realmId: string,
  userId: string,
  id: string,
): Promise<DeviceEnrolment | undefined> {
  const row = await db.query
    .selectFrom('device_enrolment')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toDeviceEnrolment(row)
}

/** The invitation that a scanned token stands for, whatever became of it. */
export async function findEnrolmentByToken(
  db: Db,
  realmId: string,
  token: string,
): Promise<DeviceEnrolment | undefined> {
  const row = await db.query
    .selectFrom('device_enrolment')
    .selectAll()
    .where('token_hash', '=', sha256(token))
    .where('realm_id', '=', realmId)
    .executeTakeFirst()
  return row && toDeviceEnrolment(row)
}

/** The portal learns that the phone has seen the code. */
export async function markScanned(tx: Tx, enrolment: DeviceEnrolment): Promise<void> {
  await tx.query
    .updateTable('device_enrolment')
    .set({ state: 'scanned' })
    .where('realm_id', '=', enrolment.realmId)
    .where('id', '=', enrolment.id)
    .where('state', '=', 'pending')
    .execute()
}

/**
 * Takes one of the tries before the credentials are looked at, so that guesses at the same time are no more than
 * guesses one after another. How many are left; undefined when there is none, or the invitation is over.
 */
export async function takeEnrolmentAttempt(tx: Tx, enrolment: DeviceEnrolment): Promise<number | undefined> {
  const row = await tx.query
    .updateTable('device_enrolment')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('realm_id', '=', enrolment.realmId)
    .where('id', '=', enrolment.id)
    .where('state', 'in', ['pending', 'scanned'])
    .where('expires_at', '>', tx.clock.now())
    .where('attempts', '<', enrolmentAttempts)
    .returning('attempts')
    .executeTakeFirst()
  return row && enrolmentAttempts - row.attempts
}

/** Gives a try back that was no guess. */
export async function returnEnrolmentAttempt(tx: Tx, enrolment: DeviceEnrolment): Promise<void> {
  await tx.query
    .updateTable('device_enrolment')
    .set((eb) => ({ attempts: eb('attempts', '-', 1) }))
    .where('realm_id', '=', enrolment.realmId)
    .where('id', '=', enrolment.id)
    .where('state', 'in', ['pending', 'scanned'])
    .where('attempts', '>', 0)
    .execute()
}

/** After a wrong guess: with the last try gone the invitation ends. */
export async function endSpentEnrolment(tx: Tx, enrolment: DeviceEnrolment): Promise<void> {
  await tx.query
    .updateTable('device_enrolment')
    .set({ state: 'failed' })
    .where('realm_id', '=', enrolment.realmId)
    .where('id', '=', enrolment.id)
    .where('state', 'in', ['pending', 'scanned'])
    .where('attempts', '>=', enrolmentAttempts)
    .execute()
}

/** Uses the invitation up. Of simultaneous callers exactly one gets true. */
export async function confirmEnrolment(tx: Tx, enrolment: DeviceEnrolment, deviceId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable('device_enrolment')
    .set({ state: 'confirmed', device_id: deviceId })
    .where('realm_id', '=', enrolment.realmId)
    .where('id', '=', enrolment.id)
    .where('state', 'in', ['pending', 'scanned'])
    .where('expires_at', '>', tx.clock.now())
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export async function deleteEnrolment(tx: Tx, enrolment: DeviceEnrolment): Promise<void> {
  await tx.query
    .deleteFrom('device_enrolment')
    .where('realm_id', '=', enrolment.realmId)
    .where('id', '=', enrolment.id)
    .execute()
}

/** Invitations nobody can use or ask about any more; at most `limit` at once. How many there were. */
export async function deleteExpiredEnrolments(tx: Tx, limit = 1000): Promise<number> {
  // Kept for a lifespan longer, so that an open portal page can still tell how it ended.
  const rows = await tx.query
    .selectFrom('device_enrolment')
    .select('id')
    .where('expires_at', '<', tx.clock.now() - enrolmentLifespanMilliseconds)
    .limit(limit)
    .execute()
  if (rows.length === 0) return 0
  await tx.query
    .deleteFrom('device_enrolment')
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  return rows.length
}
