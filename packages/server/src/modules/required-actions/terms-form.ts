import type { Form } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import type { RequiredActionContext } from '../../spi/required-action.ts'

/** Page `terms`; the text itself is the realm's message `termsText`. */
export function termsForm(context: RequiredActionContext): Form {
  return {
    id: 'terms',
    action: context.actionUrl,
    fields: [],
    messages: [],
    links: [],
    buttons: [
      { name: 'accept', value: 'true', label: text('doAccept'), kind: 'primary' },
      { name: 'cancel', value: 'true', label: text('doDecline'), kind: 'secondary' },
    ],
    data: {},
  }
}
