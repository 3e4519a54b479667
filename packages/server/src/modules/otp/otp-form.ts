import type { Credential } from '../../model/credential/credential.ts'
import type { FlowContext } from '../../spi/authenticator.ts'
import type { Form, FormField, FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'

/** Page `login-otp`: the code of an authenticator app; which one, when the user has several. */
export function otpForm(
  context: FlowContext,
  input: { readonly credentials: readonly Credential[]; readonly selectedId?: string; readonly error?: FormText },
): Form {
  const { credentials, error } = input
  const selected = credentials.find((one) => one.id === input.selectedId) ?? credentials[0]
  const fields: FormField[] = []
  if (credentials.length > 1) {
    fields.push({
      name: 'selectedCredentialId',
      kind: 'radio',
      label: text('loginChooseAuthenticator'),
      value: selected?.id ?? '',
      options: credentialOptions(credentials),
    })
  }
  fields.push({
    name: 'otp',
    kind: 'otp',
    label: text('loginOtpOneTime'),
    required: true,
    autofocus: true,
    autocomplete: 'one-time-code',
    attributes: { inputmode: 'numeric', dir: 'ltr' },
    ...(error ? { error } : {}),
  })
  return {
    id: 'login-otp',
    action: context.actionUrl,
    fields,
    messages: [],
    links: [{ name: 'restart', label: text('restartLoginTooltip'), href: context.restartUrl }],
    buttons: [{ name: 'login', value: 'true', label: text('doLogIn'), kind: 'primary' }],
    data: { username: context.user?.username ?? '' },
  }
}

/** The user's apps by the names that the user gave them. */
export function credentialOptions(credentials: readonly Credential[]) {
  return credentials.map(({ id, label }) => ({
    value: id,
    label: label ? { key: label, fallback: label } : text('otp-display-name'),
  }))
}
