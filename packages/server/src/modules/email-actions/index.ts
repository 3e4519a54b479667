/**
 * What people do by a link in a mail: the actions that an administrator asks for (`execute-actions`), and the proof that
 * an address is theirs (`verify-email`, required action VERIFY_EMAIL).
 *
 *   administrator or sign-in -> a signed link (oauth/action-token.ts) in a mail (spi/mail.ts)
 *   link -> GET asks -> POST, or the tab that waits -> the handlers here, once
 */
import { defineModule } from '../../spi/module.ts'
import { executeActionsToken } from './execute-actions-token.ts'
import { verifyEmailRequiredAction } from './verify-email-required-action.ts'
import { verifyEmailToken } from './verify-email-token.ts'

export const emailActionsModule = defineModule({
  id: 'email-actions',
  requiredActions: [verifyEmailRequiredAction],
  actionTokens: [executeActionsToken, verifyEmailToken],
})
