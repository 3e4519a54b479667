import { listUserDevices, removeUserDevice, renameUserDevice } from '@ztrust/contract/devices'
import { NotFound } from '../../kernel/error.ts'
import { renameDevice, revokeDevice } from '../../model/device/change-device.ts'
import { findDevice, listDevices } from '../../model/device/device.store.ts'
import type { Device } from '../../model/device/device.ts'
import { recordAdminEvent } from '../../model/event/record-event.ts'
import { findUserById } from '../../model/user/user.store.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { toDeviceRepresentation } from './device-representation.ts'
import { requireDeviceName } from './portal-device-endpoint.ts'

export const adminDeviceEndpoints: readonly ImplementedEndpoint[] = [
  implement(listUserDevices, async ({ params }, { server, realm }) => {
    const user = await findUserById(server.storage, realm.realm.id, params.userId)
    if (!user) throw new NotFound('user', 'User not found')
    return json((await listDevices(server.storage, realm.realm.id, user.id)).map(toDeviceRepresentation))
  }),

  implement(renameUserDevice, async ({ params, body }, context) => {
    const device = await requireDevice(context, params)
    const name = requireDeviceName(body.name)
    await transact(context.server.storage, async (tx) => {
      await renameDevice(tx, device, name)
      await record(tx, context, device, 'UPDATE')
    })
    return empty()
  }),

  implement(removeUserDevice, async ({ params }, context) => {
    const device = await requireDevice(context, params)
    await transact(context.server.storage, async (tx) => {
      if (!(await revokeDevice(tx, device, 'administrator'))) throw new NotFound('device')
      await record(tx, context, device, 'DELETE')
    })
    return empty()
  }),
]

async function requireDevice(
  { server, realm }: CallerContext,
  { userId, deviceId }: { readonly userId: string; readonly deviceId: string },
): Promise<Device> {
  const device = await findDevice(server.storage, realm.realm.id, deviceId)
  if (!device || device.userId !== userId || device.revokedAt !== undefined) throw new NotFound('device')
  return device
}

async function record(tx: Tx, context: CallerContext, device: Device, operation: 'UPDATE' | 'DELETE'): Promise<void> {
  const { server, realm, caller, request } = context
  await recordAdminEvent(
    tx,
    realm,
    {
      operation,
      resourceType: 'USER',
      resourcePath: `ztrust/users/${device.userId}/devices/${device.id}`,
      authRealmId: caller.realm.realm.id,
      authClientId: caller.client.client.id,
      authUserId: caller.user.id,
      authSessionId: caller.sessionId,
      ip: request.ip,
    },
    server,
  )
}
