import type { Form, FormButton, FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import type { RequiredActionContext } from '../../spi/required-action.ts'

/** Page `login-update-password`. */
export function updatePasswordForm(
  context: RequiredActionContext,
  input: { readonly newError?: FormText; readonly confirmError?: FormText; readonly logoutSessions?: boolean } = {},
): Form {
  const buttons: FormButton[] = [{ name: 'login', value: 'true', label: text('doSubmit'), kind: 'primary' }]
  if (context.isInitiatedByClient) {
    buttons.push({ name: 'cancel-aia', value: 'true', label: text('doCancel'), kind: 'secondary' })
  }
  const hasError = (input.newError ?? input.confirmError) !== undefined
  return {
    id: 'login-update-password',
    action: context.actionUrl,
    fields: [
      {
        name: 'password-new',
        kind: 'password',
        label: text('passwordNew'),
        required: true,
        autofocus: true,
        autocomplete: 'new-password',
        ...(input.newError ? { error: input.newError } : {}),
      },
      {
        name: 'password-confirm',
        kind: 'password',
        label: text('passwordConfirm'),
        required: true,
        autocomplete: 'new-password',
        ...(input.confirmError ? { error: input.confirmError } : {}),
      },
      {
        name: 'logout-sessions',
        kind: 'checkbox',
        label: text('logoutOtherSessions'),
        value: (input.logoutSessions ?? true) ? 'on' : '',
      },
    ],
    messages: hasError ? [] : [{ kind: 'warning', text: text('updatePasswordMessage') }],
    links: [],
    buttons,
    data: { username: context.user.username },
  }
}
