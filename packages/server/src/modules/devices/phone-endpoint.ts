import {
  confirmEnrolment,
  getOwnDevice,
  removeThisDevice,
  scanEnrolment,
  updateOwnDevice,
} from '@ztrust/contract/devices'
import { NotFound, Unauthenticated } from '../../kernel/error.ts'
import { recordDeviceUse, renameDevice, setPrimaryDevice } from '../../model/device/change-device.ts'
import { findDevice } from '../../model/device/device.store.ts'
import type { Device } from '../../model/device/device.ts'
import { markScanned } from '../../model/device/device-enrolment.store.ts'
import { findPhotoTag, photoUrl } from '../../model/photo/photo.store.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json, type Reply } from '../../spi/reply.ts'
import type { CallerContext, RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { displayNameOf, toDeviceRepresentation } from './device-representation.ts'
import { enrolDevice, type RefusedEnrolment } from './enrol-device.ts'
import { findInvitation } from './find-invitation.ts'
import { requireDeviceName } from './portal-device-endpoint.ts'
import { removeDevice } from './remove-device.ts'

export const phoneEndpoints: readonly ImplementedEndpoint[] = [
  implement(scanEnrolment, async ({ body }, context) => {
    const { server, realm } = context
    const { enrolment, user } = await findInvitation(context, body.token)
    await transact(server.storage, (tx) => markScanned(tx, enrolment))
    return json({
      realm: realm.realm.name,
      realmDisplayName: realmNameOf(context),
      username: user.username,
      displayName: displayNameOf(user),
      expiresAt: enrolment.expiresAt,
    })
  }),

  implement(confirmEnrolment, async ({ body }, context) => {
    const result = await enrolDevice(context, body)
    if (result.outcome !== 'enrolled') return refuse(result)
    const { device, user } = result
    const names = { username: user.username, displayName: displayNameOf(user), realmDisplayName: realmNameOf(context) }
    return json({ device: toDeviceRepresentation(device), ...names }, 201)
  }),

  implement(getOwnDevice, async (_request, context) => {
    const { server, caller } = context
    const device = requireDevice(context)
    const used = await transact(server.storage, (tx) => recordDeviceUse(tx, device))
    const { user } = caller
    const names = { username: user.username, displayName: displayNameOf(user), realmDisplayName: realmNameOf(context) }
    const { id, name } = context.realm.realm
    const tag = await findPhotoTag(server.storage, id, user.id)
    const photo = tag === undefined ? {} : { photoUrl: photoUrl(server.urls.realm(name), user.id, tag) }
    return json({ device: toDeviceRepresentation(used), ...names, ...photo })
  }),

  implement(updateOwnDevice, async ({ body }, context) => {
    const { server, realm } = context
    const device = requireDevice(context)
    const name = body.name === undefined ? undefined : requireDeviceName(body.name)
    const { isPrimary } = body
    await transact(server.storage, async (tx) => {
      // First: it locks the user before any device, as everybody does who switches at the same moment.
      if (isPrimary !== undefined && !(await setPrimaryDevice(tx, device, isPrimary))) throw new NotFound('device')
      await recordDeviceUse(tx, device)
      if (name !== undefined) await renameDevice(tx, device, name)
    })
    const changed = await findDevice(server.storage, realm.realm.id, device.id)
    if (!changed) throw new NotFound('device')
    return json(toDeviceRepresentation(changed))
  }),

  implement(removeThisDevice, async (_request, context) => {
    await removeDevice(context, requireDevice(context))
    return empty()
  }),
]

function refuse({ outcome, attemptsLeft }: RefusedEnrolment): Reply {
  const body = {
    wrong: { error: 'invalid_grant', error_description: 'The username, password or code is not right.' },
    otp_required: { error: 'otp_required', error_description: 'Enter the code of your second factor.' },
  }[outcome]
  return json({ ...body, attempts_left: attemptsLeft }, 401)
}

function requireDevice({ caller }: CallerContext): Device {
  if (!caller.device) throw new Unauthenticated('not a device')
  return caller.device
}

function realmNameOf({ realm }: RealmContext): string {
  return realm.realm.settings.displayName || realm.realm.name
}
