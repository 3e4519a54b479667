import type { Translator } from '../../i18n/translator.ts'
import type { FormField } from '../../spi/form.ts'

/** A field as templates see it: texts chosen, ids made, attributes filtered. */
export interface FieldView {
  readonly name: string
  readonly id: string
  readonly kind: FormField['kind']
  /** Type of the input element. */
  readonly type: string
  readonly label: string
  readonly value: string
  readonly checked: boolean
  readonly required: boolean
  readonly readOnly: boolean
  readonly autocomplete: string
  readonly autofocus: boolean
  readonly options: readonly { value: string; label: string; id: string; selected: boolean }[]
  readonly help: string
  readonly helpId: string
  readonly error: string
  readonly errorId: string
  readonly describedBy: string
  readonly attributes: readonly { name: string; value: string }[]
}

const inputTypes: Readonly<Partial<Record<FormField['kind'], string>>> = {
  password: 'password',
  email: 'email',
  tel: 'tel',
  number: 'number',
}

/** Nothing that runs, styles, or sends the form elsewhere. */
const allowedAttribute =
  /^(?:min|max|step|minlength|maxlength|pattern|inputmode|size|cols|rows|placeholder|autocapitalize|spellcheck|enterkeyhint|dir|title|list|data-[a-z][a-z0-9-]*)$/

/** Keycloak names the error elements of these fields differently from the fields. */
const errorNames: Readonly<Record<string, string>> = {
  'password-new': 'password',
  otp: 'otp-code',
  totp: 'otp-code',
  userLabel: 'otp-label',
}

/** Where the keyboard of a phone would hide what has to be read first. */
const pagesToRead = new Set(['login-config-totp'])

/** Builds the fields of a page; at most one of them gets the focus: the first with a problem before all others. */
export function buildFields(
  fields: readonly FormField[],
  pageId: string,
  translator: Translator,
): readonly FieldView[] {
  const canFocus = (field: FormField) => field.kind !== 'hidden' && field.readOnly !== true
  const focused =
    fields.find((field) => field.error !== undefined && canFocus(field) && field.kind !== 'checkbox') ??
    fields.find((field) => field.autofocus === true && canFocus(field) && !pagesToRead.has(pageId))
  return fields.map((field) => toFieldView(field, pageId, translator, field === focused))
}

function toFieldView(field: FormField, pageId: string, translator: Translator, autofocus: boolean): FieldView {
  const id = toElementId(field.name)
  const help = field.help ? translator.translate(field.help) : ''
  const error = field.error ? translator.translate(field.error) : ''
  // The page `login` has one error for both fields, under the id that tests and themes rely on.
  const errorId =
    pageId === 'login' ? 'input-error' : `input-error-${toElementId(errorNames[field.name] ?? field.name)}`
  const helpId = `${id}-help`
  const value = field.value ?? ''
  return {
    name: field.name,
    id,
    kind: field.kind,
    type: inputTypes[field.kind] ?? 'text',
    label: translator.translate(field.label),
    // What was typed as a password never comes back in a page.
    value: field.kind === 'password' ? '' : value,
    checked: field.kind === 'checkbox' && (value === 'on' || value === 'true'),
    required: field.required ?? false,
    readOnly: field.readOnly ?? false,
    autocomplete: field.autocomplete ?? (field.kind === 'otp' ? 'one-time-code' : ''),
    autofocus,
    options: (field.options ?? []).map((option, index) => ({
      value: option.value,
      label: translator.translate(option.label),
      id: `${id}-${index}`,
      selected: option.value === value,
    })),
    help,
    helpId,
    error,
    errorId,
    describedBy: [error && errorId, help && helpId].filter((part) => part !== '').join(' '),
    attributes: Object.entries(field.attributes ?? {})
      .filter(([name]) => allowedAttribute.test(name))
      .map(([name, text]) => ({ name, value: name === 'placeholder' ? placeholder(text, translator) : text })),
  }
}

function placeholder(text: string, translator: Translator): string {
  return text.startsWith('${') ? translator.translate({ key: text, fallback: text }) : text
}

/** Ids are named after fields, as Keycloak's; spaces would make two references of one in aria-describedby. */
function toElementId(name: string): string {
  return name.replace(/\s+/g, '_')
}
