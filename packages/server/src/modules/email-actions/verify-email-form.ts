import { type Form, type FormMessage, text } from '../../spi/form.ts'
import type { RequiredActionContext } from '../../spi/required-action.ts'

/** Page `login-verify-email`: look into your mailbox, or ask for another mail. */
export function verifyEmailForm(context: RequiredActionContext, message?: FormMessage): Form {
  return {
    id: 'login-verify-email',
    action: context.actionUrl,
    fields: [],
    messages: [message ?? { kind: 'info', text: text('emailVerifyInstruction1', context.user.email ?? '') }],
    links: [],
    buttons: [{ name: 'resend', value: 'true', label: text('emailVerifyResend'), kind: 'secondary' }],
    data: {},
  }
}
