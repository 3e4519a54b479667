import type { DeviceRepresentation } from '@ztrust/contract/devices'
import type * as z from 'zod'
import type { Device } from '../../model/device/device.ts'

export function toDeviceRepresentation(device: Device): z.input<typeof DeviceRepresentation> {
  const { id, name, model, platform, isPrimary, createdAt, lastUsedAt } = device
  return { id, name, model, platform, isPrimary, createdAt, ...(lastUsedAt === undefined ? {} : { lastUsedAt }) }
}

/** How people call the user: full name where there is one. */
export function displayNameOf(user: {
  readonly username: string
  readonly firstName?: string
  readonly lastName?: string
}): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || user.username
}
