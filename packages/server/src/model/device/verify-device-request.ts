import { createHash } from 'node:crypto'
import { deviceRequestMessage } from '@ztrust/contract/device-message'
import { importDeviceKey, verifyDeviceSignature } from '../../crypto/device-signature.ts'
import type { Clock } from '../../kernel/clock.ts'
import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import type { Storage } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { putSingleUse } from '../single-use/single-use.ts'
import { findUserById } from '../user/user.store.ts'
import type { User } from '../user/user.ts'
import { findDevice } from './device.store.ts'
import type { Device } from './device.ts'

/** A signed request is good for so long before and after the server's time; its nonce is remembered as long. */
export const deviceRequestWindowMilliseconds = 60_000

export interface SignedRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly rawBody?: Buffer | undefined
}

/**
 * Checks a request signed by an enrolled device: header
 * `Authorization: ZTrust-Device device="{id}", time="{ms}", nonce="{text}", signature="{base64url}"`, the signature
 * over realm, device, method, path with query, SHA-256 of the body, time and nonce. A nonce works once.
 * Throws Unauthenticated, with the reason for the log only; to the rightful phone of a removed device or a disabled
 * account an OAuthError that says so (contract: `deviceRefusals`).
 */
export async function verifyDeviceRequest(
  server: { readonly storage: Storage; readonly clock: Clock },
  realm: { readonly id: string; readonly name: string },
  request: SignedRequest,
): Promise<{ readonly device: Device; readonly user: User }> {
  const { device: deviceId, time, nonce, signature } = readHeader(request.headers['authorization'])
  const now = server.clock.now()
  if (Math.abs(now - Number(time)) > deviceRequestWindowMilliseconds)
    throw new Unauthenticated('device request out of time')
  const device = await findDevice(server.storage, realm.id, deviceId)
  if (!device) throw new Unauthenticated('unknown device')
  const bodyHash = createHash('sha256')
    .update(request.rawBody ?? '')
    .digest('base64url')
  const { method, url } = request
  const message = deviceRequestMessage({ realm: realm.name, deviceId, method, url, bodyHash, time, nonce })
  if (!(await verifyDeviceSignature(importDeviceKey(JSON.parse(device.publicKey)).publicKey, message, signature))) {
    throw new Unauthenticated('bad device signature')
  }
  const user = await findUserById(server.storage, realm.id, device.userId)
  if (!user) throw new Unauthenticated('unknown user')
  const isFirst = await transact(server.storage, (tx) =>
    putSingleUse(tx, realm.id, 'device-nonce', `${deviceId}:${nonce}`, '', now + 2 * deviceRequestWindowMilliseconds),
  )
  if (!isFirst) throw new Unauthenticated('replayed device request')
  refuseWhenOver(device, user)
  return { device, user }
}

/** Only after signature and nonce: nobody but the phone itself learns what became of it. */
function refuseWhenOver(device: Device, user: User): void {
  if (device.revokedAt !== undefined) {
    throw new OAuthError(`removed_by_${device.revokedBy ?? 'user'}`, 'This device was removed.', { status: 401 })
  }
  if (!user.enabled) throw new OAuthError('account_disabled', 'The account is disabled.', { status: 401 })
}

type HeaderFields = Readonly<Record<'device' | 'time' | 'nonce' | 'signature', string>>

const headerForm =
  /^ZTrust-Device device="(?<device>[\w-]{1,64})", time="(?<time>\d{1,16})", nonce="(?<nonce>[\w-]{16,64})", signature="(?<signature>[\w-]{80,100})"$/

function readHeader(header: string | string[] | undefined): HeaderFields {
  const groups = typeof header === 'string' && header.length < 512 ? headerForm.exec(header)?.groups : undefined
  if (!groups) throw new Unauthenticated('no device signature')
  const { device = '', time = '', nonce = '', signature = '' } = groups
  return { device, time, nonce, signature }
}
