import type { Db } from '../../storage/db.ts'
import { toDevice } from './device.table.ts'
import type { Device } from './device.ts'

/** A device of the realm, revoked ones included. */
export async function findDevice(db: Db, realmId: string, id: string): Promise<Device | undefined> {
  const row = await db.query
    .selectFrom('device')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toDevice(row)
}

/** The user's devices in use, oldest first. */
export async function listDevices(db: Db, realmId: string, userId: string): Promise<readonly Device[]> {
  const rows = await db.query
    .selectFrom('device')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map(toDevice)
}
