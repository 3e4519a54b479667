import type { Authenticator, FlowContext, Step } from '../../spi/authenticator.ts'
import { listOtp } from './otp-form-authenticator.ts'
import { verifyOtp } from './verify-otp.ts'

/** The code in the parameter `totp` (or `otp`) of the password grant. */
export const directGrantOtpAuthenticator: Authenticator = {
  id: 'direct-grant-validate-otp',
  displayName: 'OTP',
  helpText: "Validates the one time password supplied as a 'totp' form parameter in direct grant request",
  referenceCategory: 'otp',
  requiresUser: true,
  setupAction: 'CONFIGURE_TOTP',
  config: [],
  requirements: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  isConfiguredFor: async (user, context) => (await listOtp(context, user.id)).length > 0,
  authenticate: prove,
  action: async () => ({ kind: 'attempted' }),
}

async function prove(context: FlowContext): Promise<Step> {
  const { user } = context
  if (!user) return { kind: 'failure', error: 'user_not_found' }
  const { totp, otp } = context.session.state.clientNotes
  const code = totp ?? otp ?? ''
  if (code === '') return { kind: 'failure', error: 'invalid_user_credentials', user }
  // Any of the user's apps: the request has no way to say which one.
  for (const credential of await listOtp(context, user.id)) {
    const check = await verifyOtp(context, user, credential, code)
    if (check === 'right') return { kind: 'success' }
    if (check === 'user_temporarily_disabled') return { kind: 'failure', error: check, user }
  }
  return { kind: 'failure', error: 'invalid_user_credentials', user, countsAsLoginFailure: true }
}
