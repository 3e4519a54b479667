import { expect, test } from 'vitest'
import { normaliseTarget } from './proof-target.ts'

test.each([
  ['HTTPS://ID.Example.org:443/realms/a/token?x=1#y', 'https://id.example.org/realms/a/token'],
  ['http://id.example.org:80/a', 'http://id.example.org/a'],
  ['https://id.example.org:8443/a', 'https://id.example.org:8443/a'],
  ['https://id.example.org/%7Eada/%c3%a9', 'https://id.example.org/~ada/%C3%A9'],
  ['https://id.example.org/a/../b', 'https://id.example.org/b'],
])('%s is %s', (text, normal) => {
  expect(normaliseTarget(text)).toBe(normal)
})

test.each(['', 'token', '/token', 'ftp://id.example.org/', 'https://', 'https://u:p@id.example.org/', 'urn:a:b'])(
  '%j is no address of a request',
  (text) => {
    expect(normaliseTarget(text)).toBeUndefined()
  },
)

test('an escaped slash is no slash', () => {
  expect(normaliseTarget('https://id.example.org/a%2fb')).not.toBe(normaliseTarget('https://id.example.org/a/b'))
})
