import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { Tx } from '../storage/db.ts'
import type { FormText } from './form.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'

/** What a link in a mail stands for: one thing that one user may do once, until a moment. */
export interface ActionToken {
  readonly id: string
  /** Keycloak's `typ`: `execute-actions`, `verify-email`, `reset-credentials`... */
  readonly type: string
  readonly userId: string
  /** The application it belongs to, by its name. */
  readonly clientId: string
  /** Where the link was sent. Worthless once the user has another address. */
  readonly email: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
  /** Where to go when all is done; checked against the client when it was issued. */
  readonly redirectUri?: string
  readonly requiredActions: readonly string[]
  /** The tab that asked for it: in the same browser, the sign-in there goes on. */
  readonly tabId?: string
  /** What the handler wants to know again. */
  readonly notes: Readonly<Record<string, string>>
}

export interface ActionTokenContext {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly user: User
  readonly token: ActionToken
  readonly request: RequestFacts
}

export type ActionTokenStep =
  /** All is done: a page says so, or the sign-in that waits for it in this browser goes on. */
  | { readonly kind: 'done'; readonly message: FormText }
  /** The user has to do these before it is done. Nobody is signed in by it. */
  | { readonly kind: 'actions'; readonly requiredActions: readonly string[] }
  /** The realm's flow for forgotten credentials goes on behind the mail. */
  | { readonly kind: 'reset' }

/** Knows what one type of link does. */
export interface ActionTokenHandler {
  readonly type: string
  /** What the user is asked before anything happens: programs that check mail follow links, too. */
  confirmation(context: ActionTokenContext): FormText
  /** Writes what the link does, in the transaction that uses it. */
  process(tx: Tx, context: ActionTokenContext): Promise<ActionTokenStep>
}
