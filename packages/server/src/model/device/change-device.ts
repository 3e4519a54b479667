import { fromBoolean } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { toDevice } from './device.table.ts'
import type { Device, DeviceRemover } from './device.ts'

export interface NewDevice {
  readonly name: string
  readonly model: string
  readonly platform: string
  /** Public JWK as JSON. */
  readonly publicKey: string
}

/** Stores an enrolled phone. It is not primary: its owner decides that on the phone. */
export async function createDevice(
  tx: Tx,
  user: { readonly id: string; readonly realmId: string },
  input: NewDevice,
): Promise<Device> {
  const row = {
    id: tx.ids.uuid(),
    realm_id: user.realmId,
    user_id: user.id,
    name: input.name,
    model: input.model,
    platform: input.platform,
    public_key: input.publicKey,
    is_primary: 0,
    created_at: tx.clock.now(),
    last_used_at: null,
    revoked_at: null,
    revoked_by: null,
  }
  await tx.query.insertInto('device').values(row).execute()
  return toDevice(row)
}

export async function renameDevice(tx: Tx, device: Device, name: string): Promise<Device> {
  await tx.query
    .updateTable('device')
    .set({ name })
    .where('realm_id', '=', device.realmId)
    .where('id', '=', device.id)
    .execute()
  return { ...device, name }
}

/**
 * Makes a phone its user's primary one, or not. Whatever races, a user has at most one: the others lose it in the same
 * transaction, which queues behind the user's row; a unique index stands behind that. False when it was removed.
 */
export async function setPrimaryDevice(tx: Tx, device: Device, isPrimary: boolean): Promise<boolean> {
  await tx.query
    .updateTable('user_account')
    .set((eb) => ({ enabled: eb.ref('enabled') }))
    .where('realm_id', '=', device.realmId)
    .where('id', '=', device.userId)
    .execute()
  if (isPrimary) {
    await tx.query
      .updateTable('device')
      .set({ is_primary: 0 })
      .where('realm_id', '=', device.realmId)
      .where('user_id', '=', device.userId)
      .where('is_primary', '=', 1)
      .execute()
  }
  const { numUpdatedRows } = await tx.query
    .updateTable('device')
    .set({ is_primary: fromBoolean(isPrimary) })
    .where('realm_id', '=', device.realmId)
    .where('id', '=', device.id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Removes a phone. The row stays, revoked, so that the phone can be told. False when it was removed before. */
export async function revokeDevice(tx: Tx, device: Device, remover: DeviceRemover): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable('device')
    .set({ revoked_at: tx.clock.now(), revoked_by: remover, is_primary: 0 })
    .where('realm_id', '=', device.realmId)
    .where('id', '=', device.id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export async function recordDeviceUse(tx: Tx, device: Device): Promise<Device> {
  const lastUsedAt = tx.clock.now()
  await tx.query
    .updateTable('device')
    .set({ last_used_at: lastUsedAt })
    .where('realm_id', '=', device.realmId)
    .where('id', '=', device.id)
    .execute()
  return { ...device, lastUsedAt }
}
