import { recordEvent } from '../../model/event/record-event.ts'
import { recordLoginFailure } from '../../model/login-failure/record-login-failure.ts'
import type { User } from '../../model/user/user.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { eventDetails, type LoginDraft } from './login-draft.ts'

const lockoutEvents = {
  temporarily: 'USER_DISABLED_BY_TEMPORARY_LOCKOUT',
  permanently: 'USER_DISABLED_BY_PERMANENT_LOCKOUT',
} as const

export interface LoginFailureReport {
  /** Event error: `invalid_user_credentials`, `user_not_found`... */
  readonly error: string
  /** Event type without `_ERROR`; LOGIN unless told. */
  readonly type?: string
  readonly user?: User | undefined
  /** A guess at a secret of this user: counts towards the lockout. */
  readonly countsAsLoginFailure?: boolean | undefined
  readonly details?: Readonly<Record<string, string>>
}

/** Records that a sign-in did not go on, and counts the guess, in a transaction of its own. */
export async function recordFailure(draft: LoginDraft, report: LoginFailureReport): Promise<void> {
  const { server, realm, client, request } = draft
  const user = report.user ?? draft.user
  const common = { clientId: client.client.clientId, userId: user?.id, ip: request.ip }
  await transact(server.storage, async (tx) => {
    await recordEvent(
      tx,
      realm,
      {
        ...common,
        type: `${report.type ?? 'LOGIN'}_ERROR`,
        error: report.error,
        details: { ...eventDetails(draft), ...report.details },
      },
      server,
    )
    if (user && report.countsAsLoginFailure) await writeGuess(tx, draft, user)
  })
}

/** Counts a wrong guess at a secret of the user, where no event of ours goes with it. */
export async function countGuess(draft: LoginDraft, user: User | undefined): Promise<void> {
  if (user) await transact(draft.server.storage, (tx) => writeGuess(tx, draft, user))
}

async function writeGuess(tx: Tx, draft: LoginDraft, user: User): Promise<void> {
  const { server, realm, client, request } = draft
  const { locked, failure } = await recordLoginFailure(tx, realm, user, request.ip)
  if (locked === 'no') return
  const details = { num_failures: String(failure?.failures ?? ''), username: user.username }
  const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
  await recordEvent(tx, realm, { type: lockoutEvents[locked], ...event }, server)
}
