import type { AuthenticationSession } from '../model/authentication-session/authentication-session.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { UserSession } from '../model/user-session/user-session.ts'
import type { Tx } from '../storage/db.ts'
import type { FormText } from './form.ts'
import type { Reply } from './reply.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'

export interface LoginContext {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly session: AuthenticationSession
  readonly request: RequestFacts
}

export interface CompletedLogin extends LoginContext {
  readonly user: User
  readonly userSession: UserSession
}

/** Makes the answer to the application. Called once, after the commit: signatures and look-ups need no transaction. */
export type LoginAnswer = () => Promise<Reply>

/** How a protocol is told how a sign-in that it started has ended. `session.protocol` is its id. */
export interface LoginProtocol {
  readonly id: string
  /**
   * The user is signed in. Runs inside the transaction that makes the user session; writes what the client has in it and
   * what the answer will hold. An OAuthError undoes the sign-in, and `fail` tells the application.
   */
  complete(tx: Tx, login: CompletedLogin): Promise<LoginAnswer>
  /** It did not work: `login_required`, `access_denied`, `interaction_required`, `temporarily_unavailable`... */
  fail(login: LoginContext, error: string, description?: string): Promise<Reply>
  /** Client scopes that need the user's consent: ids not consented to yet. Empty when none. */
  scopesToConsent(login: LoginContext & { readonly user: User }): Promise<readonly string[]>
  /**
   * What the user is asked to confirm besides, on a consent page that is then always shown, whatever was agreed to before
   * (RFC 8628, section 5.4).
   */
  confirmation?(login: LoginContext): FormText
  /** True when the request demands a fresh proof although there is an SSO session (`prompt=login`, `max_age`). */
  requiresReauthentication(login: LoginContext, userSession: UserSession): boolean
}

/** The flow engine, as protocols see it. Contributed by one module. */
export interface FlowExecutor {
  /**
   * Walks the client's browser flow for an authentication session that was drafted and not stored, until a page or the
   * end. `passive`: prompt=none. `registers`: the realm's registration flow instead (prompt=create).
   */
  start(context: LoginContext, options: { readonly passive: boolean; readonly registers?: boolean }): Promise<Reply>
  /** Walks a flow without pages (direct grant): the user, or an OAuthError. */
  authenticateDirectly(context: Omit<LoginContext, 'session'>, input: Readonly<Record<string, string>>): Promise<User>
}
