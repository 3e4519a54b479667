import * as z from 'zod'
import { Overloaded } from '../../../kernel/error.ts'
import { enqueueJob } from '../../../model/job/enqueue-job.ts'
import { JobPostponed } from '../../../model/job/job-postponed.ts'
import { findUserImport, listAbandonedImports } from '../../../model/user-import/user-import.store.ts'
import type { Job } from '../../../spi/extensions.ts'
import { transact } from '../../../storage/transact.ts'
import { endUserImport, removeHalfRealm } from './end-user-import.ts'
import { importNextPart } from './import-next-part.ts'

export const importUsersJobId = 'import-users'

const Payload = z.object({ realmId: z.string(), importId: z.string() })

/** Milliseconds. */
const longestRun = 10_000
/** Long enough to read why an import failed. */
const abandonedAfter = 6 * 3_600_000

/** Makes users for a while, then asks to be called again: no other job waits for the whole file. */
const importUsersJob: Job = {
  id: importUsersJobId,
  handle: async (server, payload, signal) => {
    const { realmId, importId } = Payload.parse(payload)
    const one = await findUserImport(server.storage, realmId, importId)
    if (!one || one.finishedAt !== undefined) return
    try {
      const until = server.clock.now() + longestRun
      let isMore = true
      while (isMore && server.clock.now() < until && !signal.aborted) isMore = await importNextPart(server, one, signal)
      if (isMore) {
        await transact(server.storage, (tx) => enqueueJob(tx, importUsersJobId, { realmId, importId }))
      }
    } catch (error) {
      if (error instanceof Overloaded) throw new JobPostponed(error.retryAfterSeconds * 1000, error.message)
      throw error
    }
  },
}

/** Ends imports whose file never became complete, and removes realms that were never made whole. */
const endAbandonedImportsJob: Job = {
  id: 'end-abandoned-user-imports',
  schedule: '17 * * * *',
  handle: async (server) => {
    const before = server.clock.now() - abandonedAfter
    for (const one of await listAbandonedImports(server.storage, before, 100)) {
      await endUserImport(server, one, 'failed')
      await removeHalfRealm(server, one)
    }
  },
}

export const userImportJobs: readonly Job[] = [importUsersJob, endAbandonedImportsJob]
