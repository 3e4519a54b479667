import { toBoolean } from '../../storage/columns.ts'
import { type Device, type DeviceEnrolment, deviceRemovers } from './device.ts'

export interface DeviceRow {
  readonly id: string
  readonly realm_id: string
  readonly user_id: string
  readonly name: string
  readonly model: string
  readonly platform: string
  readonly public_key: string
  readonly is_primary: number
  readonly created_at: number
  readonly last_used_at: number | null
  readonly revoked_at: number | null
  readonly revoked_by: string | null
}

export interface DeviceEnrolmentRow {
  readonly id: string
  readonly realm_id: string
  readonly user_id: string
  readonly token_hash: string
  readonly state: string
  readonly attempts: number
  readonly device_id: string | null
  readonly created_at: number
  readonly expires_at: number
}

declare module '../../storage/schema.ts' {
  interface Schema {
    device: DeviceRow
    device_enrolment: DeviceEnrolmentRow
  }
}

export function toDevice(row: DeviceRow): Device {
  const revokedBy = deviceRemovers.find((remover) => remover === row.revoked_by)
  return {
    id: row.id,
    realmId: row.realm_id,
    userId: row.user_id,
    name: row.name,
    model: row.model,
    platform: row.platform,
    publicKey: row.public_key,
    isPrimary: toBoolean(row.is_primary),
    createdAt: row.created_at,
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
    ...(revokedBy === undefined ? {} : { revokedBy }),
  }
}

const enrolmentStates = ['pending', 'scanned', 'confirmed', 'failed'] as const

export function toDeviceEnrolment(row: DeviceEnrolmentRow): DeviceEnrolment {
  return {
    id: row.id,
    realmId: row.realm_id,
    userId: row.user_id,
    state: enrolmentStates.find((state) => state === row.state) ?? 'failed',
    attempts: row.attempts,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...(row.device_id === null ? {} : { deviceId: row.device_id }),
  }
}
