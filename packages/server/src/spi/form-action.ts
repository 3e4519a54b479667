import type { Requirement } from '../model/flow/flow.ts'
import type { NewUser } from '../model/user/create-user.ts'
import type { FlowContext, FormInput } from './authenticator.ts'
import type { ConfigProperty } from './config-property.ts'
import type { FormField, FormText } from './form.ts'

/** What was posted, and what is wrong with it, by field. */
export interface FormState {
  readonly input: FormInput
  readonly errors: Readonly<Record<string, FormText>>
}

/** What a form action makes of a post: problems by field, or its part of the user to be. */
export type FormCheck =
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, FormText>>; readonly error: string }
  | { readonly kind: 'right'; readonly user: Partial<NewUser> }

/**
 * A part of a form flow (registration): it adds its fields to the one page, checks what comes back, and gives its part of
 * what is made when all parts found it right. It never writes: whoever shows the form does, in one transaction.
 */
export interface FormAction {
  /** Keycloak's provider id. */
  readonly id: string
  readonly displayName: string
  readonly helpText: string
  readonly requirements: readonly Requirement[]
  readonly config: readonly ConfigProperty[]
  fields(context: FlowContext, state: FormState): readonly FormField[]
  /** Before any transaction: may hash. */
  check(context: FlowContext, input: FormInput): Promise<FormCheck>
}
