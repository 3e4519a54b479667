/**
 * A page of the login family as data. The renderer chooses the template by `id` (Keycloak's page names: `login`,
 * `login-otp`, `login-update-password`, `terms`, `error`...) and the texts by message key; native apps get it as JSON.
 */
export interface Form {
  /** Name of the page, and of its template. */
  readonly id: string
  /** Where it is posted to; absent for pages that only inform. */
  readonly action?: string
  /** Hidden values that go with the post. */
  readonly hidden?: Readonly<Record<string, string>>
  readonly fields: readonly FormField[]
  /** Problems and notices, above the form. */
  readonly messages: readonly FormMessage[]
  /** Other ways on: try another way, restart, cancel, back to the application. */
  readonly links: readonly FormLink[]
  /** Submit buttons beside the main one, by name: consent's `cancel`. */
  readonly buttons?: readonly FormButton[]
  /** Whatever else the page shows: QR code, client name, scopes, choices. Only plain JSON. */
  readonly data: Readonly<Record<string, unknown>>
}

export interface FormField {
  readonly name: string
  /** Message key, with parameters, or a text (from the user profile). */
  readonly label: FormText
  readonly kind:
    | 'text'
    | 'password'
    | 'email'
    | 'tel'
    | 'number'
    | 'checkbox'
    | 'select'
    | 'textarea'
    | 'otp'
    | 'radio'
    | 'hidden'
  readonly value?: string
  readonly required?: boolean
  readonly readOnly?: boolean
  readonly autocomplete?: string
  readonly autofocus?: boolean
  readonly options?: readonly { readonly value: string; readonly label: FormText }[]
  readonly help?: FormText
  readonly error?: FormText
  readonly attributes?: Readonly<Record<string, string>>
}

/** A text by key, chosen at the edge in the reader's language. */
export interface FormText {
  readonly key: string
  readonly parameters?: readonly (string | number)[]
  /** Used when no bundle knows the key: names that administrators gave. */
  readonly fallback?: string
}

export interface FormMessage {
  readonly kind: 'error' | 'warning' | 'info' | 'success'
  readonly text: FormText
}

export interface FormLink {
  readonly name: string
  readonly label: FormText
  readonly href: string
}

export interface FormButton {
  readonly name: string
  readonly value: string
  readonly label: FormText
  readonly kind: 'primary' | 'secondary' | 'danger'
}

export const text = (key: string, ...parameters: (string | number)[]): FormText => ({ key, parameters })

/** A page that says why it does not go on; `message` is a key or, where no bundle knows it, the text itself. */
export function refusalPage(message: string): Form {
  const messages = [{ kind: 'error', text: { key: message, fallback: message } }] as const
  return { id: 'error', fields: [], messages, links: [], data: {} }
}
