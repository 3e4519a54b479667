import { deleteExpiredInitialAccess } from '../../model/client/initial-access.store.ts'
import type { Job } from '../../spi/extensions.ts'
import { transact } from '../../storage/transact.ts'

export const expireInitialAccessJob: Job = {
  id: 'expire-initial-access',
  schedule: '30 * * * *',
  async handle({ storage }) {
    await transact(storage, deleteExpiredInitialAccess)
  },
}
