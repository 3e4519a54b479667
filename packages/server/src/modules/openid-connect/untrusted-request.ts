import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { FormText } from '../../spi/form.ts'

/** There is nobody the browser may be sent back to: the reason is shown on a page. */
export class UntrustedRequest extends OAuthError {
  readonly text: FormText
  readonly client: ClientSnapshot | undefined
  /** `reason` is for the event, where the page says less. */
  constructor(event: string, message: FormText, client?: ClientSnapshot, status = 400, reason?: string) {
    super('invalid_request', reason ?? [message.key, ...(message.parameters ?? [])].join(' '), { event, status })
    this.text = message
    this.client = client
  }
}
