import type { SecretBox } from '../../crypto/secret-box.ts'
import { fromJson, toJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { Credential, NewCredential } from './credential.ts'

/** How the codes of a credential are computed; fixed when it was set up, whatever the realm's policy becomes. */
export interface OtpParameters {
  readonly subType: 'totp' | 'hotp'
  /** Keycloak's names: HmacSHA1, HmacSHA256, HmacSHA512. */
  readonly algorithm: Realm['settings']['otpPolicyAlgorithm']
  readonly digits: number
  /** Seconds. */
  readonly period: number
  /** HOTP: the next counter to expect. TOTP: 0. */
  readonly counter: number
  /** TOTP: the last time step a code was accepted for. */
  readonly lastStep?: number
}

/** The parameters a realm's OTP policy gives to new credentials. */
export function toOtpParameters({ settings }: Realm): OtpParameters {
  return {
    subType: settings.otpPolicyType,
    algorithm: settings.otpPolicyAlgorithm,
    digits: settings.otpPolicyDigits,
    period: settings.otpPolicyPeriod,
    counter: settings.otpPolicyType === 'hotp' ? settings.otpPolicyInitialCounter : 0,
  }
}

/** A set-up authenticator app as a credential to be stored; its secret is sealed for this credential alone. */
export function otpCredential(
  secrets: SecretBox,
  id: string,
  {
    secret,
    parameters,
    label,
  }: { readonly secret: string; readonly parameters: OtpParameters; readonly label?: string },
): NewCredential {
  return {
    id,
    type: 'otp',
    ...(label === undefined || label === '' ? {} : { label }),
    credentialData: { ...parameters },
    secretData: { sealed: secrets.seal(secret, `credential:${id}`) },
  }
}

/** The shared secret. Throws when the credential is no OTP credential, or sealed by another key. */
export function readOtpSecret(secrets: SecretBox, credential: Pick<Credential, 'id' | 'secretData'>): string {
  const { sealed } = credential.secretData
  if (typeof sealed !== 'string') throw new Error('Not an OTP credential')
  return secrets.open(sealed, `credential:${credential.id}`)
}

/** The parameters of a stored OTP credential; Keycloak's defaults where it says nothing. */
export function readOtpParameters({ credentialData }: Pick<Credential, 'credentialData'>): OtpParameters {
  const { subType, algorithm, digits, period, counter, lastStep } = credentialData
  return {
    subType: subType === 'hotp' ? 'hotp' : 'totp',
    algorithm: algorithm === 'HmacSHA256' || algorithm === 'HmacSHA512' ? algorithm : 'HmacSHA1',
    digits: digits === 8 ? 8 : 6,
    period: typeof period === 'number' && period > 0 ? period : 30,
    counter: typeof counter === 'number' ? counter : 0,
    ...(typeof lastStep === 'number' ? { lastStep } : {}),
  }
}

/**
 * Uses up a right code: `step` is the time step (TOTP) or counter (HOTP) it was computed for. False when this or a
 * later one was used already; among simultaneous callers exactly one gets true (ASVS 5.0, 6.5.1).
 */
export async function useOtp(
  tx: Tx,
  credential: Pick<Credential, 'id' | 'realmId' | 'userId'>,
  step: number,
): Promise<boolean> {
  const row = await tx.query
    .selectFrom('credential')
    .select('credential_data')
    .where('realm_id', '=', credential.realmId)
    .where('user_id', '=', credential.userId)
    .where('id', '=', credential.id)
    .where('type', '=', 'otp')
    .executeTakeFirst()
  if (!row) return false
  const parameters = readOtpParameters({ credentialData: toJson<Credential['credentialData']>(row.credential_data) })
  const isUsed = parameters.subType === 'hotp' ? step < parameters.counter : step <= (parameters.lastStep ?? -1)
  if (isUsed) return false
  const next = parameters.subType === 'hotp' ? { ...parameters, counter: step + 1 } : { ...parameters, lastStep: step }
  const { numUpdatedRows } = await tx.query
    .updateTable('credential')
    .set({ credential_data: fromJson(next) })
    .where('realm_id', '=', credential.realmId)
    .where('id', '=', credential.id)
    .where('credential_data', '=', row.credential_data)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
