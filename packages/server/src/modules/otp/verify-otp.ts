import { decodeOtpSecret, verifyHotp, verifyTotp } from '../../crypto/totp.ts'
import type { Credential } from '../../model/credential/credential.ts'
import { readOtpParameters, readOtpSecret, useOtp } from '../../model/credential/otp-credential.ts'
import { findLoginFailure } from '../../model/login-failure/login-failure.store.ts'
import { isTemporarilyLocked } from '../../model/login-failure/login-failure.ts'
import type { User } from '../../model/user/user.ts'
import type { FlowContext } from '../../spi/authenticator.ts'
import { transact } from '../../storage/transact.ts'

export type OtpCheck = 'right' | 'invalid_user_credentials' | 'user_temporarily_disabled'

/** Checks a code against one credential and uses it up: of any number of posts with one code a single one is right. */
export async function verifyOtp(
  context: FlowContext,
  user: User,
  credential: Credential | undefined,
  code: string,
): Promise<OtpCheck> {
  const { server, realm } = context
  const failure = await findLoginFailure(server.storage, realm.realm.id, user.id)
  if (isTemporarilyLocked(realm.realm, failure, server.clock.now())) return 'user_temporarily_disabled'
  const step = credential && findStep(context, credential, code.replaceAll(' ', ''))
  if (!credential || step === undefined) return 'invalid_user_credentials'
  if (realm.realm.settings.otpPolicyCodeReusable && readOtpParameters(credential).subType === 'totp') return 'right'
  const isFirst = await transact(server.storage, (tx) => useOtp(tx, credential, step))
  return isFirst ? 'right' : 'invalid_user_credentials'
}

/** The time step or counter that the code belongs to. */
function findStep({ server, realm }: FlowContext, credential: Credential, code: string): number | undefined {
  const { subType, algorithm, digits, period, counter, lastStep } = readOtpParameters(credential)
  const secret = decodeOtpSecret(readOtpSecret(server.secrets, credential), 'BASE32')
  if (!secret) return undefined
  const { otpPolicyLookAheadWindow: window, otpPolicyCodeReusable: isReusable } = realm.realm.settings
  if (subType === 'hotp') {
    const next = verifyHotp({ secret, code, digits, algorithm, counter, lookAhead: window })
    return next === undefined ? undefined : next - 1
  }
  const now = server.clock.now()
  const lastUsedStep = isReusable ? undefined : lastStep
  return verifyTotp({ secret, code, digits, algorithm, period, now, lookAround: window, lastUsedStep })
}
