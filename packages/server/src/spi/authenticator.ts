import type { AuthenticationSession } from '../model/authentication-session/authentication-session.ts'
import type { Execution } from '../model/flow/flow.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { UserSession } from '../model/user-session/user-session.ts'
import type { ConfigProperty } from './config-property.ts'
import type { Form, FormText } from './form.ts'
import type { CookieChange } from './reply.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'

/** Values of a posted form. Each once; files are not posted to flows. */
export type FormInput = Readonly<Record<string, string>>

/** What an authenticator sees of the sign-in. Plain data: the engine applies what the returned Step asks for. */
export interface FlowContext {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly session: AuthenticationSession
  readonly request: RequestFacts
  readonly execution: Execution
  /** Configuration of this execution. */
  readonly config: Readonly<Record<string, string>>
  /** The user known so far. */
  readonly user?: User
  /** The SSO session in this browser and whose it is, verified, when there is one. */
  readonly sso?: { readonly user: User; readonly userSession: UserSession }
  /** Address forms post to: the engine adds session code, execution and tab. */
  readonly actionUrl: string
  /** Address that starts the sign-in afresh. */
  readonly restartUrl: string
  /** True when this sign-in began with a link in a mail, and so with a proof that the user has the mailbox. */
  readonly cameByActionToken: boolean
  /** True when the user asked for `prompt=none`: no page may be shown. */
  readonly passive: boolean
}

/** Changes every step may carry. */
export interface StepEffects {
  readonly authNotes?: Readonly<Record<string, string | undefined>>
  readonly userSessionNotes?: Readonly<Record<string, string>>
  readonly rememberMe?: boolean
  readonly cookies?: readonly CookieChange[]
  /** What this sign-in needs of the user besides, by the aliases of required actions. */
  readonly requiredActions?: readonly string[]
  /** Details added to the event of this sign-in: `username`, `auth_method`. */
  readonly eventDetails?: Readonly<Record<string, string>>
}

export type Step = Success | Challenge | Failure | Attempted | StepRedirect | StartOver

/** Done; `user` when this step found out who it is. `attachedSession` continues an SSO session. */
export interface Success extends StepEffects {
  readonly kind: 'success'
  readonly user?: User
  readonly attachedSession?: UserSession
}
/** A page for the user. */
export interface Challenge extends StepEffects {
  readonly kind: 'challenge'
  readonly form: Form
  readonly status?: number
}
/** Wrong, with the event error (`invalid_user_credentials`); the form lets the user try again. No form ends the flow. */
export interface Failure extends StepEffects {
  readonly kind: 'failure'
  readonly error: string
  /** Event type without `_ERROR`; LOGIN unless told. */
  readonly type?: string
  readonly form?: Form
  readonly status?: number
  /** The user whose failure it is, so that brute force is counted, when the name was right. */
  readonly user?: User
  readonly countsAsLoginFailure?: boolean
}
/**
 * Not applicable here: others may go on. `user` when the SSO session tells who it is, but not enough of what was asked
 * for: the sign-in goes on for that user, and ends with the session.
 */
export interface Attempted extends StepEffects {
  readonly kind: 'attempted'
  readonly user?: User
}
export interface StepRedirect extends StepEffects {
  readonly kind: 'redirect'
  readonly location: string
}

/** This way ends here without a user: the usual sign-in begins anew, with a notice by its message key. */
export interface StartOver extends StepEffects {
  readonly kind: 'start-over'
  readonly notice: string
}

export interface Authenticator {
  /** Keycloak's provider id where it has one. */
  readonly id: string
  readonly displayName: string
  readonly helpText: string
  /** Key of credential kind, for "Try another way" and conditions: `password`, `otp`. */
  readonly referenceCategory?: string
  /** Name and explanation in "Try another way"; absent: never offered there. */
  readonly choice?: { readonly label: FormText; readonly help: FormText; readonly icon: string }
  /** Decides silently whether a conditional sub-flow runs; `authenticate` is then never called. */
  readonly condition?: (context: FlowContext) => Promise<boolean>
  /** Shows the one page of a form flow, whose form actions do the work. */
  readonly showsForm?: true
  /** For conditions: what is noted when the sub-flow they stand in has succeeded. */
  readonly noteSuccess?: (context: FlowContext) => StepEffects
  readonly requiresUser: boolean
  /** May the engine make the user set this up (by a required action) when REQUIRED and not configured? */
  readonly setupAction?: string
  readonly config: readonly ConfigProperty[]
  readonly requirements: readonly ('REQUIRED' | 'ALTERNATIVE' | 'CONDITIONAL' | 'DISABLED')[]
  isConfiguredFor(user: User, context: FlowContext): Promise<boolean>
  authenticate(context: FlowContext): Promise<Step>
  /** A post of the form that `authenticate` or `action` gave. */
  action(context: FlowContext, input: FormInput): Promise<Step>
}
