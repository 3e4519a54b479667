import { ApiError } from '@ztrust/contract/api-client'
import { expect, test } from 'vitest'
import { readProblems } from './problems.ts'

const refusal = (body: unknown) => new ApiError(400, body, 'refused')

test('one problem stands in the body itself', () => {
  const body = { field: 'email', errorMessage: 'error-invalid-email', params: ['email'] }
  expect(readProblems(refusal(body))).toEqual([{ field: 'email', code: 'error-invalid-email', parameters: [] }])
})

test('several stand in a list; the field among the parameters is left out', () => {
  const errors = [
    { field: 'firstName', errorMessage: 'error-invalid-length', params: ['firstName', 'firstName', 1, 255] },
    { field: 'lastName', errorMessage: 'error-empty' },
  ]
  expect(readProblems(refusal({ errors }))).toEqual([
    { field: 'firstName', code: 'error-invalid-length', parameters: [1, 255] },
    { field: 'lastName', code: 'error-empty', parameters: [] },
  ])
})

test('other failures name no problem', () => {
  expect(readProblems(refusal({ error: 'unknown_error' }))).toEqual([])
  expect(readProblems(refusal(undefined))).toEqual([])
  expect(readProblems(new TypeError('no network'))).toEqual([])
})
