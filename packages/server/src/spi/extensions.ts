import type { AdminEvent, UserEvent } from '../model/event/event.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { ServerContext } from './server-context.ts'

/** One rule for new passwords, named as in Keycloak's policy string. */
export interface PasswordPolicy {
  readonly id: string
  readonly displayName: string
  /** Value when the policy string names none. */
  readonly defaultValue?: string
  /** A problem with the candidate as message key and parameters; undefined when it is fine. */
  check(candidate: PasswordCandidate, value: string): Promise<PasswordProblem | undefined>
}
export interface PasswordCandidate {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly password: string
  /** Known parts of the user; id absent while the user is being created. */
  readonly user: Partial<User>
}
export interface PasswordProblem {
  readonly code: string
  readonly parameters: readonly (string | number)[]
}

/** Told of events after they were committed. At least once: must be idempotent by the event's id. */
export interface EventListener {
  readonly id: string
  /** True: also told of each event right away, in-process, best effort (the log). False: through the outbox, retried. */
  readonly immediate: boolean
  /** True for events it would do nothing with: they are not even made for it. Only asked of immediate listeners. */
  ignores?(event: Pick<UserEvent, 'type' | 'error'>, server: ServerContext): boolean
  onEvent?(event: UserEvent, server: ServerContext): void | Promise<void>
  onAdminEvent?(event: AdminEvent, server: ServerContext): void | Promise<void>
}

/** Work done now and then, or when asked, by one node at a time; tried again when it fails. */
export interface Job {
  /** Kind of job, unique: `expire-sessions`. */
  readonly id: string
  /** Cron expression in UTC; absent: only runs when enqueued. */
  readonly schedule?: string
  /**
   * True: its time is spent waiting for somebody else's server. Many such jobs run at once, and keep none of our own
   * work waiting.
   */
  readonly waitsForOthers?: boolean
  /** Payload is the JSON given to `enqueueJob`; the signal aborts at shutdown. */
  handle(server: ServerContext, payload: unknown, signal: AbortSignal): Promise<void>
}
