/**
 * Signing in by name and password: the pages `login`, `login-username` and `login-password`, and the same for the
 * direct grant. Unknown users, wrong passwords and locked users get one answer in one time (ASVS 5.0, 6.3.8).
 */
import { defineModule } from '../../spi/module.ts'
import { directGrantPasswordAuthenticator, directGrantUsernameAuthenticator } from './direct-grant-authenticators.ts'
import { passwordFormAuthenticator } from './password-form-authenticator.ts'
import { usernameFormAuthenticator } from './username-form-authenticator.ts'
import { usernamePasswordFormAuthenticator } from './username-password-form-authenticator.ts'

export const passwordLoginModule = defineModule({
  id: 'password-login',
  authenticators: [
    usernamePasswordFormAuthenticator,
    usernameFormAuthenticator,
    passwordFormAuthenticator,
    directGrantUsernameAuthenticator,
    directGrantPasswordAuthenticator,
  ],
})
