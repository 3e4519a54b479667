import type { User } from '../model/user/user.ts'
import type { FlowContext, FormInput, StepEffects } from './authenticator.ts'
import type { ConfigProperty } from './config-property.ts'
import type { Form, FormText } from './form.ts'

/** What required actions see: the sign-in with a user who is known. */
export interface RequiredActionContext extends Omit<FlowContext, 'user' | 'execution'> {
  readonly user: User
  /** True when the application asked for it (`kc_action`): the user may then cancel. */
  readonly isInitiatedByClient: boolean
}

export type RequiredActionStep =
  | (StepEffects & { readonly kind: 'done'; readonly eventType?: string })
  | (StepEffects & { readonly kind: 'challenge'; readonly form: Form; readonly status?: number })
  | (StepEffects & { readonly kind: 'refused'; readonly error: string })

/** Something a user has to do before a sign-in ends, under Keycloak's id. */
export interface RequiredAction {
  readonly id: string
  readonly displayName: FormText
  /** What administrators may set, beside the age that an authentication may have (`max_auth_age`). */
  readonly config?: readonly ConfigProperty[]
  /** It leaves the user with a credential: consoles offer it where credentials are set up. */
  readonly registersCredential?: true
  /** Does the user's state demand it, without anybody having asked? (expired password, incomplete profile) */
  isDue?(context: RequiredActionContext): Promise<boolean>
  challenge(context: RequiredActionContext): Promise<RequiredActionStep>
  process(context: RequiredActionContext, input: FormInput): Promise<RequiredActionStep>
}
