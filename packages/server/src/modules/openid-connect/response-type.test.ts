import { expect, test } from 'vitest'
import { isFrontChannel, parseResponseType, responseTypes } from './response-type.ts'

test.each(responseTypes)('%s is read, in any order', (text) => {
  const parsed = parseResponseType(text)
  expect(parsed).toEqual({
    code: text.includes('code'),
    token: /(^| )token/.test(text),
    idToken: text.includes('id_token'),
  })
  expect(parseResponseType(text.split(' ').reverse().join(' '))).toEqual(parsed)
  expect(parsed && isFrontChannel(parsed)).toBe(text.includes('token'))
})

test.each(['', ' ', 'magic', 'code none', 'none token', 'CODE', 'code  token', 'code,token'])('%j is none', (text) => {
  expect(parseResponseType(text)).toBe(undefined)
})
