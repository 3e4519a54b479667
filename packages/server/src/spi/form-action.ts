import type { Requirement } from '../model/flow/flow.ts'
import type { NewUser } from '../model/user/create-user.ts'
import type { FlowContext, FormInput } from './authenticator.ts'
import type { ConfigProperty } from './config-property.ts'
import type { FormField, FormText } from './form.ts'

/** What was posted, and what is wrong with it, by field. Empty while the page is shown for the first time. */
export interface FormState {
  readonly input: FormInput
  readonly errors: Readonly<Record<string, FormText>>
}

/**
 * What a form action makes of a post: problems by field with the event's error, or its part of the user to be, put onto
 * what the actions before it made. `complete` runs only once all actions found the post right, before any transaction:
 * it may hash.
 */
export type FormCheck =
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, FormText>>; readonly error: string }
  | { readonly kind: 'right'; readonly complete: (draft: NewUser) => Promise<NewUser> }

/**
 * A part of a form flow (registration): it adds its fields to the one page and checks what comes back. It never writes:
 * whoever shows the page does, in one transaction.
 */
export interface FormAction {
  /** Keycloak's provider id. */
  readonly id: string
  readonly displayName: string
  readonly helpText: string
  readonly requirements: readonly Requirement[]
  readonly config: readonly ConfigProperty[]
  fields(context: FlowContext, state: FormState): readonly FormField[]
  check(context: FlowContext, input: FormInput): Promise<FormCheck>
}
