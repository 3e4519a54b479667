import { deleteExpiredEnrolments } from '../../model/device/device-enrolment.store.ts'
import type { Job } from '../../spi/extensions.ts'
import { transact } from '../../storage/transact.ts'

/** Removes invitations that nobody used, in small transactions. */
export const expireEnrolmentsJob: Job = {
  id: 'expire-device-enrolments',
  schedule: '*/10 * * * *',
  handle: async (server, _payload, signal) => {
    while (!signal.aborted) {
      if ((await transact(server.storage, (tx) => deleteExpiredEnrolments(tx))) === 0) return
    }
  },
}
