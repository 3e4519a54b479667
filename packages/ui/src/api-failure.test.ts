import { ApiError } from '@ztrust/contract/api-client'
import { describe, expect, it } from 'vitest'
import { describeFailure, isWorthRetrying } from './api-failure.ts'

describe('a failed call', () => {
  it('is put in words by its status', () => {
    expect(describeFailure(new ApiError(403, undefined, 'x')).textId).toBe('ui.error.forbidden')
    expect(describeFailure(new ApiError(500, { error: 'unknown_error' }, 'x')).textId).toBe('ui.error.server')
    expect(describeFailure(new ApiError(400, undefined, 'x')).textId).toBe('ui.error.invalid')
    expect(describeFailure(new TypeError('Failed to fetch')).textId).toBe('ui.error.network')
  })

  it('keeps the sentence of the server', () => {
    const failure = describeFailure(new ApiError(409, { errorMessage: 'User exists with same username' }, 'x'))
    expect(failure.detail).toBe('User exists with same username')
    expect(failure.fields).toEqual([])
  })

  it('brings one error to its field and fills its parameters', () => {
    const body = { field: 'email', errorMessage: 'Must have {1} to {2} characters', params: ['email', 3, 255] }
    expect(describeFailure(new ApiError(400, body, 'x')).fields).toEqual([
      { field: 'email', message: 'Must have 3 to 255 characters', parameters: [3, 255] },
    ])
  })

  it('brings several errors to their fields and skips what is malformed', () => {
    const body = {
      errors: [{ field: 'a', errorMessage: 'A' }, { field: 'b' }, null, { field: 'c', errorMessage: 'C' }],
    }
    expect(describeFailure(new ApiError(400, body, 'x')).fields.map((one) => one.field)).toEqual(['a', 'c'])
  })

  it('is retried only when the request itself was not at fault', () => {
    expect(isWorthRetrying(new TypeError('network'))).toBe(true)
    expect(isWorthRetrying(new ApiError(503, undefined, 'x'))).toBe(true)
    expect(isWorthRetrying(new ApiError(404, undefined, 'x'))).toBe(false)
  })
})
