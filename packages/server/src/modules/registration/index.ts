/**
 * Self-registration: the page `register` and what stands on it, under Keycloak's ids, as the realm's registration flow
 * puts it together. The user is made in one transaction with their password and the event REGISTER, and signed in.
 *
 * Reached by the link of the sign-in pages, by `prompt=create` (Initiating User Registration via OpenID Connect 1.0) and
 * by /realms/{realm}/protocol/openid-connect/registrations, where the realm allows it.
 */
import { defineModule } from '../../spi/module.ts'
import { registrationPageFormAuthenticator } from './registration-page-form-authenticator.ts'
import { registrationPassword } from './registration-password.ts'
import { registrationTerms } from './registration-terms.ts'
import { registrationUserCreation } from './registration-user-creation.ts'

export const registrationModule = defineModule({
  id: 'registration',
  authenticators: [registrationPageFormAuthenticator],
  formActions: [registrationUserCreation, registrationPassword, registrationTerms],
})
