import { deviceMessage } from '@ztrust/contract/device-message'
import type { confirmEnrolment as confirmDeclaration } from '@ztrust/contract/devices'
import type { EndpointRequest } from '@ztrust/contract/endpoint'
import { importDeviceKey, verifyDeviceSignature } from '../../crypto/device-signature.ts'
import { NotFound, OAuthError } from '../../kernel/error.ts'
import { createDevice } from '../../model/device/change-device.ts'
import type { Device, DeviceEnrolment } from '../../model/device/device.ts'
import {
  confirmEnrolment,
  countEnrolmentFailure,
  findOpenEnrolment,
} from '../../model/device/device-enrolment.store.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { recordLoginFailure } from '../../model/login-failure/record-login-failure.ts'
import { findUserById } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { checkAccount } from './check-account.ts'
import { requireDeviceName } from './portal-device-endpoint.ts'

type Input = EndpointRequest<typeof confirmDeclaration>['body']

const gone = 'This code has expired or was used. Show a new one in the portal.'

/**
 * The phone proves the account and that it holds its new key; then the device exists and the invitation is used up, in
 * one transaction. Wrong credentials count for brute force and end the invitation after five.
 * Throws NotFound for a dead invitation, OAuthError invalid_grant or otp_required (401).
 */
export async function enrolDevice(
  context: RealmContext,
  input: Input,
): Promise<{ readonly device: Device; readonly user: User }> {
  const { server, realm, request } = context
  const enrolment = await findOpenEnrolment(server.storage, realm.realm.id, input.token)
  const user = enrolment && (await findUserById(server.storage, realm.realm.id, enrolment.userId))
  if (!enrolment || !user) throw new NotFound('enrolment', gone)
  const name = requireDeviceName(input.name)
  const key = importDeviceKey(input.publicKey)
  const proof = deviceMessage('enrolment', [realm.realm.name, input.token])
  if (!(await verifyDeviceSignature(key.publicKey, proof, input.proof))) {
    throw new OAuthError('invalid_request', 'The device did not prove its key.')
  }

  const account = await checkAccount(context, user, input)
  if (account.outcome === 'wrong') {
    await recordWrongCredentials(context, enrolment, user)
    throw new OAuthError('invalid_grant', 'The username, password or code is not right.', { status: 401 })
  }
  if (account.outcome === 'otp_required') {
    throw new OAuthError('otp_required', 'Enter the code of your second factor.', { status: 401 })
  }
  const device = await transact(server.storage, async (tx) => {
    await account.useOneTimeCode(tx)
    const { model, platform } = input
    const made = await createDevice(tx, user, { name, model, platform, publicKey: JSON.stringify(key.jwk) })
    if (!(await confirmEnrolment(tx, enrolment, made.id))) throw new NotFound('enrolment', gone)
    const details = { credential_type: 'ztrust-authenticator', device_id: made.id, device_model: model }
    await recordEvent(tx, realm, { type: 'UPDATE_CREDENTIAL', userId: user.id, ip: request.ip, details }, server)
    return made
  })
  return { device, user }
}

async function recordWrongCredentials(
  { server, realm, request }: RealmContext,
  enrolment: DeviceEnrolment,
  user: User,
): Promise<void> {
  await transact(server.storage, async (tx) => {
    await countEnrolmentFailure(tx, enrolment)
    await recordLoginFailure(tx, realm, user, request.ip)
    const event = {
      type: 'UPDATE_CREDENTIAL_ERROR',
      error: 'invalid_user_credentials',
      userId: user.id,
      ip: request.ip,
    }
    await recordEvent(tx, realm, { ...event, details: { credential_type: 'ztrust-authenticator' } }, server)
  })
}
