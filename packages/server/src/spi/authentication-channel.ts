import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { ServerContext } from './server-context.ts'

/** What a user is asked on a device of theirs: may this client sign in as you? (OpenID Connect CIBA Core 1.0) */
export interface AuthenticationQuestion {
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly user: User
  /** Names of the scopes asked for. */
  readonly scope: string
  /** Shown by client and device alike, so that the user sees that they belong together. */
  readonly bindingMessage?: string
  readonly acrValues?: string
  /** Epoch milliseconds; no answer is taken afterwards. */
  readonly expiresAt: number
  /**
   * Where the answer is posted, once, with `answerToken` as bearer token: `{"status": "SUCCEED"}`, `CANCELLED` or
   * `UNAUTHORIZED`. Whoever holds the token decides for the user: it goes to the device alone.
   */
  readonly answerUrl: string
  readonly answerToken: string
}

/** A way to a device of a user: an authentication entity reached by HTTP, a push to an app. */
export interface AuthenticationChannel {
  readonly id: string
  /** Is there such a channel at all? */
  isAvailable(server: ServerContext, realm: RealmSnapshot): boolean
  /** Does it lead to this user? The first that does is taken. */
  reaches(server: ServerContext, realm: RealmSnapshot, user: User): Promise<boolean>
  /** Brings the question to the user's device. False when the device did not take it. Never inside a transaction. */
  ask(server: ServerContext, question: AuthenticationQuestion): Promise<boolean>
}
