import type {
  AuthenticationSession,
  AuthenticationState,
} from '../../model/authentication-session/authentication-session.ts'
import type { User } from '../../model/user/user.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import type { StepEffects } from '../../spi/authenticator.ts'
import type { LoginContext } from '../../spi/login-protocol.ts'
import type { CookieChange } from '../../spi/reply.ts'

/** A sign-in while one request works on it. Written back once, with the page or at the end. */
export interface LoginDraft extends Omit<LoginContext, 'session'> {
  session: AuthenticationSession
  /** The session as it is stored; undefined while no page was shown, and in a direct grant. */
  readonly stored: { readonly id: string; readonly sessionCode: string } | undefined
  user: User | undefined
  /** The SSO session that this sign-in continues. */
  attachedSession: UserSession | undefined
  /** The verified SSO session of this browser, whether or not it is continued. */
  readonly browser: { readonly user: User; readonly userSession: UserSession } | undefined
  readonly passive: boolean
  cookies: CookieChange[]
  /** Client scopes that the user has just agreed to. */
  consented: readonly string[] | undefined
}

export function changeState(draft: LoginDraft, change: Partial<AuthenticationState>): void {
  draft.session = { ...draft.session, state: { ...draft.session.state, ...change } }
}

/** Sets notes for authenticators and the engine; undefined removes one. */
export function setAuthNotes(draft: LoginDraft, notes: Readonly<Record<string, string | undefined>>): void {
  const authNotes = { ...draft.session.state.authNotes, ...notes }
  const kept = Object.entries(authNotes).filter((entry): entry is [string, string] => entry[1] !== undefined)
  changeState(draft, { authNotes: Object.fromEntries(kept) })
}

export function setClientNote(draft: LoginDraft, name: string, value: string): void {
  changeState(draft, { clientNotes: { ...draft.session.state.clientNotes, [name]: value } })
}

const eventPrefix = 'event.'

/** What every step may change. */
export function applyEffects(draft: LoginDraft, effects: StepEffects): void {
  if (effects.authNotes) setAuthNotes(draft, effects.authNotes)
  if (effects.userSessionNotes) {
    changeState(draft, { userSessionNotes: { ...draft.session.state.userSessionNotes, ...effects.userSessionNotes } })
  }
  if (effects.rememberMe !== undefined) changeState(draft, { rememberMe: effects.rememberMe })
  if (effects.cookies) draft.cookies.push(...effects.cookies)
  if (effects.requiredActions) {
    const requiredActions = [...new Set([...draft.session.state.requiredActions, ...effects.requiredActions])]
    changeState(draft, { requiredActions })
  }
  if (effects.eventDetails) {
    const details = Object.entries(effects.eventDetails).map(([name, value]) => [eventPrefix + name, value])
    setAuthNotes(draft, Object.fromEntries(details))
  }
}

/** Details of this sign-in's events: what the steps told, and what is known of the request. */
export function eventDetails({ session }: LoginDraft): Record<string, string> {
  const told = Object.entries(session.state.authNotes)
    .filter(([name]) => name.startsWith(eventPrefix))
    .map(([name, value]) => [name.slice(eventPrefix.length), value])
  return {
    auth_method: session.protocol,
    ...(session.redirectUri ? { redirect_uri: session.redirectUri } : {}),
    ...(session.tabId ? { code_id: session.tabId } : {}),
    ...Object.fromEntries(told),
  }
}

/** Forgets all that was proven and noted: the sign-in begins anew. */
export function resetDraft(draft: LoginDraft): void {
  draft.user = undefined
  draft.attachedSession = undefined
  const { state, userId: _, ...rest } = draft.session
  const { currentExecution: __, ...kept } = state
  draft.session = {
    ...rest,
    state: {
      ...kept,
      authNotes: {},
      userSessionNotes: {},
      executions: {},
      requiredActions: [],
      action: 'AUTHENTICATE',
      rememberMe: false,
    },
  }
}
