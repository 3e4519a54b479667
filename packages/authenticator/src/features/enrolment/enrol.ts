import { type ApiClient, ApiError } from '@ztrust/contract/api-client'
import { deviceMessage } from '@ztrust/contract/device-message'
import { confirmEnrolment, enrolmentRefusals } from '@ztrust/contract/devices'
import { listAccounts, saveAccount } from '../../device/account.store.ts'
import type { Account } from '../../device/account.ts'
import { generateDeviceKey, signText } from '../../device/device-key.ts'
import type { Invitation } from './invitation.ts'

export interface EnrolmentInput {
  readonly username: string
  readonly password: string
  readonly otp: string
  readonly name: string
  readonly model: string
  readonly platform: string
}

/** Why an invitation leads nowhere. */
export type EnrolmentProblem = 'expired' | 'used' | 'failed' | 'unknown' | 'storage' | 'key' | 'trouble'

export type EnrolmentOutcome =
  | { readonly kind: 'added'; readonly account: Account }
  | { readonly kind: 'wrong'; readonly attemptsLeft: number }
  | { readonly kind: 'otp' }
  | { readonly kind: 'over'; readonly problem: EnrolmentProblem }
  | { readonly kind: 'failed'; readonly reason: 'offline' | 'busy' | 'refused' }

/** Makes the key, proves account and key to the server, and keeps the account. Never throws. */
export async function enrol(api: ApiClient, invitation: Invitation, input: EnrolmentInput): Promise<EnrolmentOutcome> {
  // Browsers give out keys in secure contexts only.
  if (globalThis.crypto?.subtle === undefined) return { kind: 'over', problem: 'key' }
  // Before the server counts the invitation as used: a key that cannot be kept is worth nothing.
  const isStorable = await listAccounts().then(
    () => true,
    () => false,
  )
  if (!isStorable) return { kind: 'over', problem: 'storage' }
  const { realm, token, server } = invitation
  const { privateKey, publicKey } = await generateDeviceKey()
  const proof = await signText(privateKey, deviceMessage('enrolment', [realm, token]))
  const { otp, ...rest } = input
  try {
    const { body } = await api(confirmEnrolment, {
      params: { realm },
      body: { ...rest, token, publicKey, proof, ...(otp === '' ? {} : { otp }) },
    })
    const { device, username, displayName, realmDisplayName } = body
    const account: Account = {
      id: device.id,
      server,
      realm,
      realmDisplayName,
      username,
      displayName,
      deviceName: device.name,
      model: device.model,
      platform: device.platform,
      isPrimary: device.isPrimary,
      addedAt: device.createdAt,
      lastUsedAt: device.lastUsedAt,
      privateKey,
      state: 'active',
      checkedAt: Date.now(),
    }
    await saveAccount(account)
    // Asks the browser not to throw the keys away when the phone is full.
    await navigator.storage?.persist?.()
    return { kind: 'added', account }
  } catch (error) {
    return readFailure(error)
  }
}

function readFailure(error: unknown): EnrolmentOutcome {
  if (!(error instanceof ApiError)) return { kind: 'failed', reason: 'offline' }
  const { status, body } = error
  if (status === 404 || status === 410) return { kind: 'over', problem: problemOf(error) }
  if (status === 401) {
    const attemptsLeft = readField(body, 'attempts_left')
    if (readField(body, 'error') === 'otp_required') return { kind: 'otp' }
    if (attemptsLeft === 0) return { kind: 'over', problem: 'failed' }
    return { kind: 'wrong', attemptsLeft: typeof attemptsLeft === 'number' ? attemptsLeft : 1 }
  }
  return { kind: 'failed', reason: status >= 500 || status === 429 ? 'busy' : 'refused' }
}

const problems: Readonly<Record<(typeof enrolmentRefusals)[number], EnrolmentProblem>> = {
  enrolment_expired: 'expired',
  enrolment_used: 'used',
  enrolment_failed: 'failed',
}

/** What a refused code means for the person who scanned it. */
export function problemOf(error: unknown): EnrolmentProblem {
  if (!(error instanceof ApiError)) return 'trouble'
  const code = readField(error.body, 'error')
  const refusal = enrolmentRefusals.find((one) => one === code)
  if (refusal !== undefined) return problems[refusal]
  return error.status >= 500 || error.status === 429 ? 'trouble' : 'unknown'
}

function readField(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
}
