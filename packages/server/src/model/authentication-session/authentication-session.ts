/**
 * A sign-in that is going on in one browser tab. Protocols store it, the flow engine walks it, and
 * `registry.loginProtocol(session.protocol).complete` ends it. `id` is the browser's (cookie AUTH_SESSION_ID),
 * `tabId` the tab's.
 */
export interface AuthenticationSession {
  readonly id: string
  readonly tabId: string
  readonly realmId: string
  readonly clientId: string
  readonly protocol: string
  readonly redirectUri: string
  readonly userId?: string
  readonly state: AuthenticationState
  readonly createdAt: number
  readonly updatedAt: number
  readonly expiresAt: number
}

/** The changing part, stored as one JSON text. */
export interface AuthenticationState {
  /** Parameters of the protocol's request that the protocol needs at the end: scope, state, nonce, code_challenge... */
  readonly clientNotes: Readonly<Record<string, string>>
  /** What authenticators remember for themselves. */
  readonly authNotes: Readonly<Record<string, string>>
  /** Goes into the user session at the end. */
  readonly userSessionNotes: Readonly<Record<string, string>>
  /** Status of each execution by its id. */
  readonly executions: Readonly<Record<string, ExecutionStatus>>
  /** The execution or required action whose form is in front of the user. */
  readonly currentExecution?: string
  /** Which page posts may come next; a new one with every form, so that stale posts are noticed. */
  readonly sessionCode: string
  readonly action: 'AUTHENTICATE' | 'REQUIRED_ACTIONS' | 'CONSENT' | 'DONE'
  /** Required actions still to do, besides those of the user. */
  readonly requiredActions: readonly string[]
  /** Scopes asked for that the user has not consented to yet are decided from this. */
  readonly rememberMe: boolean
  readonly locale?: string
}

export type ExecutionStatus = 'SUCCESS' | 'CHALLENGED' | 'ATTEMPTED' | 'SKIPPED' | 'FAILED' | 'SETUP_REQUIRED'
