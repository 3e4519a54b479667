import {
  cancelEnrolment,
  getEnrolment,
  inviteDevice,
  listOwnDevices,
  removeOwnDevice,
  renameOwnDevice,
} from '@ztrust/contract/devices'
import { InvalidInput, NotFound } from '../../kernel/error.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'
import { renameDevice } from '../../model/device/change-device.ts'
import { findDevice, listDevices } from '../../model/device/device.store.ts'
import { type Device, type DeviceEnrolment, enrolmentStateAt } from '../../model/device/device.ts'
import { createEnrolment, deleteEnrolment, findEnrolment } from '../../model/device/device-enrolment.store.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { transact } from '../../storage/transact.ts'
import { toDeviceRepresentation } from './device-representation.ts'
import { removeDevice } from './remove-device.ts'

/** Removing a phone needs a sign-in not older than this. */
const freshSignInMilliseconds = 300_000

export const portalDeviceEndpoints: readonly ImplementedEndpoint[] = [
  implement(listOwnDevices, async (_request, { server, realm, caller }) => {
    const devices = await listDevices(server.storage, realm.realm.id, caller.user.id)
    return json(devices.map(toDeviceRepresentation))
  }),

  implement(renameOwnDevice, async ({ params, body }, context) => {
    const device = await requireOwnDevice(context, params.deviceId)
    const name = requireDeviceName(body.name)
    await transact(context.server.storage, (tx) => renameDevice(tx, device, name))
    return empty()
  }),

  implement(removeOwnDevice, async ({ params }, context) => {
    const device = await requireOwnDevice(context, params.deviceId)
    if (!isFresh(context)) {
      const error_description = 'Your sign-in is older than five minutes. Sign in again to remove a device.'
      return json({ error: 'reauthentication_required', error_description }, 403)
    }
    await removeDevice(context, device)
    return empty()
  }),

  implement(inviteDevice, async (_request, { server, realm, caller }) => {
    const token = server.random.token(256)
    const enrolment = await transact(server.storage, (tx) => createEnrolment(tx, caller.user, token))
    const appUrl = `${server.urls.base}/authenticator/`
    const link = `${appUrl}#${new URLSearchParams({ server: server.urls.base, realm: realm.realm.name, token })}`
    return json({ id: enrolment.id, link, appUrl, expiresAt: enrolment.expiresAt }, 201)
  }),

  implement(getEnrolment, async ({ params }, context) => {
    const enrolment = await requireEnrolment(context, params.enrolmentId)
    return json(await toStatus(context.server, enrolment))
  }),

  implement(cancelEnrolment, async ({ params }, context) => {
    const enrolment = await requireEnrolment(context, params.enrolmentId)
    await transact(context.server.storage, (tx) => deleteEnrolment(tx, enrolment))
    return empty()
  }),
]

/** A name people will read: no control or direction characters, something to see. */
export function requireDeviceName(name: string): string {
  const trimmed = name.trim()
  if (trimmed === '' || hasDeceptiveCharacters(trimmed)) throw new InvalidInput('name', 'error-invalid-value')
  return trimmed
}

async function requireOwnDevice({ server, realm, caller }: CallerContext, id: string): Promise<Device> {
  const device = await findDevice(server.storage, realm.realm.id, id)
  if (!device || device.userId !== caller.user.id || device.revokedAt !== undefined) throw new NotFound('device')
  return device
}

async function requireEnrolment({ server, realm, caller }: CallerContext, id: string): Promise<DeviceEnrolment> {
  const enrolment = await findEnrolment(server.storage, realm.realm.id, caller.user.id, id)
  if (!enrolment) throw new NotFound('enrolment')
  return enrolment
}

function isFresh({ server, caller }: CallerContext): boolean {
  return server.clock.now() - (caller.authenticatedAt ?? 0) <= freshSignInMilliseconds
}

async function toStatus(server: ServerContext, enrolment: DeviceEnrolment) {
  const { id, deviceId, expiresAt } = enrolment
  const state = enrolmentStateAt(enrolment, server.clock.now())
  const device = deviceId === undefined ? undefined : await findDevice(server.storage, enrolment.realmId, deviceId)
  return { id, state, expiresAt, ...(device ? { device: toDeviceRepresentation(device) } : {}) }
}
