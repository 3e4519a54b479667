import { deviceMessage } from '@ztrust/contract/device-message'
import type { confirmEnrolment as confirmDeclaration } from '@ztrust/contract/devices'
import type { EndpointRequest } from '@ztrust/contract/endpoint'
import { importDeviceKey, verifyDeviceSignature } from '../../crypto/device-signature.ts'
import { OAuthError } from '../../kernel/error.ts'
import { createDevice } from '../../model/device/change-device.ts'
import type { Device, DeviceEnrolment } from '../../model/device/device.ts'
import {
  confirmEnrolment,
  endSpentEnrolment,
  returnEnrolmentAttempt,
  takeEnrolmentAttempt,
} from '../../model/device/device-enrolment.store.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { recordLoginFailure } from '../../model/login-failure/record-login-failure.ts'
import type { User } from '../../model/user/user.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { type AccountCheck, checkAccount } from './check-account.ts'
import { findInvitation, over } from './find-invitation.ts'
import { requireDeviceName } from './portal-device-endpoint.ts'

type Input = EndpointRequest<typeof confirmDeclaration>['body']

export interface RefusedEnrolment {
  readonly outcome: 'wrong' | 'otp_required'
  readonly attemptsLeft: number
}

export type EnrolmentResult =
  | { readonly outcome: 'enrolled'; readonly device: Device; readonly user: User }
  | RefusedEnrolment

/**
 * The phone proves the account and that it holds its new key; then the device exists and the invitation is used up, in
 * one transaction. Wrong credentials count for brute force and end the invitation after five.
 * Throws NotFound or OAuthError (410) for an invitation that is over.
 */
export async function enrolDevice(context: RealmContext, input: Input): Promise<EnrolmentResult> {
  const { server, realm } = context
  const { enrolment, user } = await findInvitation(context, input.token)
  const name = requireDeviceName(input.name)
  const key = importDeviceKey(input.publicKey)
  const proof = deviceMessage('enrolment', [realm.realm.name, input.token])
  if (!(await verifyDeviceSignature(key.publicKey, proof, input.proof))) {
    throw new OAuthError('invalid_request', 'The device did not prove its key.')
  }

  const attemptsLeft = await transact(server.storage, (tx) => takeEnrolmentAttempt(tx, enrolment))
  if (attemptsLeft === undefined) throw over('enrolment_failed')
  const account = await checkOrReturnAttempt(context, enrolment, user, input)
  if (account.outcome === 'otp_required') return { outcome: 'otp_required', attemptsLeft: attemptsLeft + 1 }
  const device =
    account.outcome === 'right'
      ? await createEnrolledDevice(context, enrolment, user, account, {
          name,
          model: input.model,
          platform: input.platform,
          publicKey: JSON.stringify(key.jwk),
        })
      : undefined
  if (device) return { outcome: 'enrolled', device, user }
  await recordWrongCredentials(context, enrolment, user)
  return { outcome: 'wrong', attemptsLeft }
}

/** A missing one-time code, and a server too busy to check, are no guesses. */
async function checkOrReturnAttempt(
  context: RealmContext,
  enrolment: DeviceEnrolment,
  user: User,
  input: Input,
): Promise<AccountCheck> {
  const returnAttempt = () => transact(context.server.storage, (tx) => returnEnrolmentAttempt(tx, enrolment))
  try {
    const account = await checkAccount(context, user, input)
    if (account.outcome === 'otp_required') await returnAttempt()
    return account
  } catch (error) {
    await returnAttempt()
    throw error
  }
}

/** Undefined when the one-time code was used before. */
async function createEnrolledDevice(
  { server, realm, request }: RealmContext,
  enrolment: DeviceEnrolment,
  user: User,
  account: AccountCheck & { readonly outcome: 'right' },
  input: Parameters<typeof createDevice>[2],
): Promise<Device | undefined> {
  return transact(server.storage, async (tx) => {
    if (!(await account.useOneTimeCode(tx))) return undefined
    const made = await createDevice(tx, user, input)
    if (!(await confirmEnrolment(tx, enrolment, made.id))) throw over('enrolment_used')
    const details = { credential_type: 'ztrust-authenticator', device_id: made.id, device_model: made.model }
    await recordEvent(tx, realm, { type: 'UPDATE_CREDENTIAL', userId: user.id, ip: request.ip, details }, server)
    return made
  })
}

async function recordWrongCredentials(
  { server, realm, request }: RealmContext,
  enrolment: DeviceEnrolment,
  user: User,
): Promise<void> {
  const facts = { userId: user.id, ip: request.ip }
  await transact(server.storage, async (tx) => {
    await endSpentEnrolment(tx, enrolment)
    const details = { credential_type: 'ztrust-authenticator' }
    const refused = { ...facts, type: 'UPDATE_CREDENTIAL_ERROR', error: 'invalid_user_credentials', details }
    await recordEvent(tx, realm, refused, server)
    const { locked, failure } = await recordLoginFailure(tx, realm, user, request.ip)
    if (locked === 'no') return
    const counted = { num_failures: String(failure?.failures ?? ''), username: user.username }
    await recordEvent(tx, realm, { ...facts, type: lockoutEvents[locked], details: counted }, server)
  })
}

const lockoutEvents = {
  temporarily: 'USER_DISABLED_BY_TEMPORARY_LOCKOUT',
  permanently: 'USER_DISABLED_BY_PERMANENT_LOCKOUT',
} as const
