import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBasicCredentials } from './basic-credentials.ts'

const encode = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

test('name and secret are form-encoded each (RFC 6749, section 2.3.1)', () => {
  expect(readBasicCredentials(encode('app:s3cret'))).toEqual({ clientId: 'app', secret: 's3cret' })
  expect(readBasicCredentials(encode('a%3Ab:p%25+q'))).toEqual({ clientId: 'a:b', secret: 'p% q' })
  expect(readBasicCredentials(encode('app:50%'))).toEqual({ clientId: 'app', secret: '50%' })
  expect(readBasicCredentials(encode('app:a:b'))).toEqual({ clientId: 'app', secret: 'a:b' })
})

test('whatever they are, they survive the way that RFC 6749 prescribes', () => {
  const formEncode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2)
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }).filter((one) => one.isWellFormed())
  fc.assert(
    fc.property(text, text, (clientId, secret) => {
      expect(readBasicCredentials(encode(`${formEncode(clientId)}:${formEncode(secret)}`))).toEqual({
        clientId,
        secret,
      })
    }),
  )
})

test('anything else is no credentials', () => {
  for (const header of [undefined, '', 'Bearer x', 'Basic', 'Basic !', encode('nocolon'), encode(':x'), ['a', 'b']]) {
    expect(readBasicCredentials(header)).toBeUndefined()
  }
  expect(readBasicCredentials(encode(`a:${'x'.repeat(10_000)}`))).toBeUndefined()
})
