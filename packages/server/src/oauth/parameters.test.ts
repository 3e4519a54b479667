import { expect, test } from 'vitest'
import type { RequestFacts } from '../spi/request.ts'
import { readFormParameters, readQueryParameters, requireFormParameters } from './parameters.ts'

const request = (url: string, form?: string): RequestFacts => ({
  id: '1',
  method: 'GET',
  url,
  ip: '127.0.0.1',
  userAgent: '',
  headers: {},
  cookies: {},
  ...(form === undefined ? {} : { form: new URLSearchParams(form) }),
})

test('a parameter without a value counts as left out', () => {
  expect(readQueryParameters(request('/auth?a=1&b=&c')).values).toEqual({ a: '1' })
})

test('duplicates are seen even when one of them is empty', () => {
  expect([...readQueryParameters(request('/auth?a=1&a=&b=2')).duplicates]).toEqual(['a'])
})

test('names of the prototype are plain names', () => {
  const { values } = readFormParameters(request('/token', '__proto__=x&a=1'))
  expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
  expect(values['a']).toBe('1')
})

test('a form with duplicates is refused', () => {
  expect(() => requireFormParameters(request('/token', 'scope=a&scope=b'))).toThrow('duplicated parameter')
  expect(requireFormParameters(request('/token'))).toEqual({})
})
