import { listCredentials } from '../../model/credential/credential.store.ts'
import type { Authenticator, FlowContext, FormInput, Step } from '../../spi/authenticator.ts'
import { text } from '../../spi/form.ts'
import { otpForm } from './otp-form.ts'
import { verifyOtp } from './verify-otp.ts'

/** The code of an authenticator app, as the second factor. */
export const otpFormAuthenticator: Authenticator = {
  id: 'auth-otp-form',
  displayName: 'OTP Form',
  helpText: 'Validates a OTP on a separate OTP form.',
  referenceCategory: 'otp',
  choice: { label: text('otp-display-name'), help: text('otp-help-text'), icon: 'kcAuthenticatorOTPClass' },
  requiresUser: true,
  setupAction: 'CONFIGURE_TOTP',
  config: [],
  requirements: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  isConfiguredFor: async (user, context) => (await listOtp(context, user.id)).length > 0,
  authenticate: async (context) => ({
    kind: 'challenge',
    form: otpForm(context, { credentials: context.user ? await listOtp(context, context.user.id) : [] }),
  }),
  action: prove,
}

/** The user's OTP credentials in the user's order. */
export const listOtp = ({ server, realm }: FlowContext, userId: string) =>
  listCredentials(server.storage, realm.realm.id, userId, 'otp')

async function prove(context: FlowContext, input: FormInput): Promise<Step> {
  const { user } = context
  if (!user) return { kind: 'failure', error: 'user_not_found' }
  const credentials = await listOtp(context, user.id)
  const selectedId = input['selectedCredentialId'] || credentials[0]?.id
  const code = input['otp'] ?? ''
  const form = (key: string) =>
    otpForm(context, { credentials, error: text(key), ...(selectedId === undefined ? {} : { selectedId }) })
  if (code.trim() === '') return { kind: 'challenge', form: form('missingTotpMessage') }
  // Of the user's own: an id of somebody else's credential finds nothing.
  const credential = credentials.find((one) => one.id === selectedId)
  const check = await verifyOtp(context, user, credential, code)
  if (check === 'right') return { kind: 'success' }
  return {
    kind: 'failure',
    error: check,
    form: form('invalidTotpMessage'),
    user,
    countsAsLoginFailure: check === 'invalid_user_credentials',
  }
}
