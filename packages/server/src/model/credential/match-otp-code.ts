import type { SecretBox } from '../../crypto/secret-box.ts'
import { decodeOtpSecret, verifyHotp, verifyTotp } from '../../crypto/totp.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Realm } from '../realm/realm.ts'
import type { Credential } from './credential.ts'
import { readOtpParameters, readOtpSecret } from './otp-credential.ts'

/**
 * Is this a right code of the credential? Gives the time step (TOTP) or counter (HOTP) that `useOtp` then uses up, in
 * the transaction of what the code was given for; undefined when the code is wrong or spent.
 */
export function matchOtpCode(
  server: { readonly clock: Clock; readonly secrets: SecretBox },
  realm: Realm,
  credential: Credential,
  code: string,
): number | undefined {
  const secret = decodeOtpSecret(readOtpSecret(server.secrets, credential), 'BASE32')
  if (!secret) return undefined
  const { subType, digits, algorithm, period, counter, lastStep } = readOtpParameters(credential)
  const window = realm.settings.otpPolicyLookAheadWindow
  if (subType === 'hotp') {
    const next = verifyHotp({ secret, code, digits, algorithm, counter, lookAhead: window })
    return next === undefined ? undefined : next - 1
  }
  const now = server.clock.now()
  return verifyTotp({ secret, code, digits, algorithm, period, lookAround: window, now, lastUsedStep: lastStep })
}
