/**
 * The steps of the flow for who forgot their credentials, under Keycloak's ids: the user is named, a link goes to their
 * address, and what was forgotten is set anew behind it.
 *
 *   reset-credentials-choose-user -> reset-credential-email -> (mail) -> link of type `reset-credentials`
 *   -> the flow again, past both -> reset-password -> required action UPDATE_PASSWORD
 *
 * Nobody learns by page, answer or time who has an account. In the browser that asked, who has no second factor is signed
 * in at the end; elsewhere a page says that it is done.
 */
import { defineModule } from '../../spi/module.ts'
import { chooseUserAuthenticator } from './choose-user-authenticator.ts'
import { resetCredentialsToken } from './reset-credentials-token.ts'
import { resetEmailAuthenticator } from './reset-email-authenticator.ts'
import { resetPasswordAuthenticator } from './reset-password-authenticator.ts'

export const resetCredentialsModule = defineModule({
  id: 'reset-credentials',
  authenticators: [chooseUserAuthenticator, resetEmailAuthenticator, resetPasswordAuthenticator],
  actionTokens: [resetCredentialsToken],
})
