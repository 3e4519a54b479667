import { NotFound } from '../../kernel/error.ts'
import { revokeDevice } from '../../model/device/change-device.ts'
import type { Device } from '../../model/device/device.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import type { CallerContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'

/** The user removes a phone, in the portal or on the phone itself. Throws NotFound when it is gone already. */
export async function removeDevice({ server, realm, caller, request }: CallerContext, device: Device): Promise<void> {
  await transact(server.storage, async (tx) => {
    if (!(await revokeDevice(tx, device, caller.device ? 'device' : 'user'))) throw new NotFound('device')
    const details = { credential_type: 'ztrust-authenticator', device_id: device.id, device_name: device.name }
    const event = {
      type: 'REMOVE_CREDENTIAL',
      userId: device.userId,
      clientId: caller.client.client.clientId,
      ip: request.ip,
    }
    await recordEvent(tx, realm, { ...event, sessionId: caller.sessionId, details }, server)
  })
}
