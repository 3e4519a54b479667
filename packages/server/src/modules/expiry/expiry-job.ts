import { deleteExpiredAttempts } from '../../model/attempt/attempt.store.ts'
import { deleteExpiredAuthenticationSessions } from '../../model/authentication-session/authentication-session.store.ts'
import { deleteExpiredRotatedSecrets } from '../../model/client/rotated-secret.store.ts'
import { deleteExpiredSingleUses } from '../../model/single-use/single-use.ts'
import { deleteExpiredRevocations } from '../../model/token/revoked-token.store.ts'
import { deleteExpiredUserSessions } from '../../model/user-session/end-user-session.ts'
import type { Job } from '../../spi/extensions.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'

/** Each by an index on the time of expiry, so the cost follows what is removed, not what is there. */
export const expiryJobs: readonly Job[] = [
  expiryJob('expire-authentication-sessions', '*/5 * * * *', deleteExpiredAuthenticationSessions),
  expiryJob('expire-user-sessions', '*/5 * * * *', deleteExpiredUserSessions),
  expiryJob('expire-single-uses', '*/5 * * * *', deleteExpiredSingleUses),
  expiryJob('expire-attempts', '*/15 * * * *', deleteExpiredAttempts),
  expiryJob('expire-token-revocations', '*/15 * * * *', deleteExpiredRevocations),
  expiryJob('expire-rotated-secrets', '*/15 * * * *', deleteExpiredRotatedSecrets),
]

function expiryJob(id: string, schedule: string, deleteSome: (tx: Tx) => Promise<number>): Job {
  return {
    id,
    schedule,
    handle: async (server, _payload, signal) => {
      while (!signal.aborted) {
        if ((await transact(server.storage, deleteSome)) === 0) return
      }
    },
  }
}
