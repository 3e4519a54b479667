import { ApiError, createApiClient } from '@ztrust/contract/api-client'
import { deviceRefusals, getOwnDevice, removeThisDevice, updateOwnDevice } from '@ztrust/contract/devices'
import { changeAccount, deleteAccount } from './account.store.ts'
import { type Account, type AccountState, isOver } from './account.ts'
import { createSignedFetch } from './signed-fetch.ts'

function clientOf(account: Account) {
  return createApiClient({ baseUrl: '', fetch: createSignedFetch(account) })
}

/**
 * Asks the server what is true of this account and keeps the answer. Throws when there was none: the phone is offline
 * or the server is in trouble, and what was known stays.
 */
export async function refreshAccount(account: Account): Promise<Account | undefined> {
  try {
    const { body } = await clientOf(account)(getOwnDevice, { params: { realm: account.realm } })
    const { device, username, displayName, realmDisplayName, photoUrl } = body
    return await changeAccount(account.id, {
      username,
      displayName,
      realmDisplayName,
      photoUrl,
      deviceName: device.name,
      isPrimary: device.isPrimary,
      addedAt: device.createdAt,
      lastUsedAt: device.lastUsedAt,
      state: 'active',
      checkedAt: Date.now(),
    })
  } catch (error) {
    return keepRefusal(account, error)
  }
}

/** Names this phone or makes it the primary one. */
export async function updateAccount(
  account: Account,
  change: { readonly name?: string; readonly isPrimary?: boolean },
): Promise<Account | undefined> {
  try {
    const { body } = await clientOf(account)(updateOwnDevice, { params: { realm: account.realm }, body: change })
    return await changeAccount(account.id, {
      deviceName: body.name,
      isPrimary: body.isPrimary,
      state: 'active',
      checkedAt: Date.now(),
    })
  } catch (error) {
    return keepRefusal(account, error)
  }
}

/** `already-gone`: the server had removed it before. `only-here`: the server does not let a disabled account do it. */
export type RemovalOutcome = 'removed' | 'already-gone' | 'only-here'

/** Removes this phone from the account, on the server and then here. Throws when the server did not answer. */
export async function removeAccount(account: Account): Promise<RemovalOutcome> {
  const outcome = await removeOnServer(account)
  await deleteAccount(account.id)
  return outcome
}

async function removeOnServer(account: Account): Promise<RemovalOutcome> {
  if (isOver(account)) return 'already-gone'
  try {
    await clientOf(account)(removeThisDevice, { params: { realm: account.realm } })
    return 'removed'
  } catch (error) {
    const state = stateOfRefusal(error)
    if (state === undefined) throw error
    return isOver({ state }) ? 'already-gone' : 'only-here'
  }
}

async function keepRefusal(account: Account, error: unknown): Promise<Account | undefined> {
  const state = stateOfRefusal(error)
  if (state === undefined) throw error
  const isPrimary = !isOver({ state }) && account.isPrimary
  return changeAccount(account.id, { state, isPrimary, checkedAt: Date.now() })
}

const states: Readonly<Record<(typeof deviceRefusals)[number], AccountState>> = {
  removed_by_user: 'removed-by-user',
  removed_by_administrator: 'removed-by-administrator',
  removed_by_device: 'removed-by-device',
  account_disabled: 'account-disabled',
}

/** What a refusal says of the account; undefined for errors that say nothing of it. */
export function stateOfRefusal(error: unknown): AccountState | undefined {
  if (!(error instanceof ApiError)) return undefined
  // 403: the organisation is switched off; 404: it, or the device, is gone.
  if (error.status === 403) return 'account-disabled'
  if (error.status === 404) return 'unknown'
  if (error.status !== 401) return undefined
  const code = readCode(error.body)
  const refusal = deviceRefusals.find((one) => one === code)
  return refusal === undefined ? 'unknown' : states[refusal]
}

function readCode(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
}
