import { ApiError } from '@ztrust/contract/api-client'
import { deviceRefusals } from '@ztrust/contract/devices'
import { expect, test } from 'vitest'
import { isOver } from './account.ts'
import { stateOfRefusal } from './account-calls.ts'

const refused = (status: number, error?: string) =>
  new ApiError(status, error === undefined ? undefined : { error }, '')

test('every refusal the server knows has a state of its own', () => {
  const states = deviceRefusals.map((code) => stateOfRefusal(refused(401, code)))
  expect(states).not.toContain('unknown')
  expect(new Set(states).size).toBe(deviceRefusals.length)
})

test('a phone or organisation the server does not know is over, a disabled one is not', () => {
  for (const error of [refused(401, 'HTTP 401 Unauthorized'), refused(401), refused(404)]) {
    const state = stateOfRefusal(error)
    expect(state).toBe('unknown')
    expect(state && isOver({ state })).toBe(true)
  }
  expect(stateOfRefusal(refused(403, 'HTTP 403 Forbidden'))).toBe('account-disabled')
  expect(isOver({ state: 'account-disabled' })).toBe(false)
})

test('trouble says nothing about the account', () => {
  for (const error of [new TypeError('Failed to fetch'), refused(500, 'unknown_error'), refused(503), refused(400)]) {
    expect(stateOfRefusal(error)).toBeUndefined()
  }
})
