/**
 * One-time codes of authenticator apps (HOTP, RFC 4226; TOTP, RFC 6238): the page `login-otp`, the direct grant's
 * parameter, and setting one up (CONFIGURE_TOTP, page `login-config-totp`). A code works once (ASVS 5.0, 6.5.1).
 */
import { defineModule } from '../../spi/module.ts'
import { conditionalOtpFormAuthenticator } from './conditional-otp-form-authenticator.ts'
import { configureTotpRequiredAction } from './configure-totp-required-action.ts'
import { directGrantOtpAuthenticator } from './direct-grant-otp-authenticator.ts'
import { otpFormAuthenticator } from './otp-form-authenticator.ts'
import { resetOtpAuthenticator } from './reset-otp-authenticator.ts'

export const otpModule = defineModule({
  id: 'otp',
  authenticators: [
    otpFormAuthenticator,
    conditionalOtpFormAuthenticator,
    directGrantOtpAuthenticator,
    resetOtpAuthenticator,
  ],
  requiredActions: [configureTotpRequiredAction],
})
