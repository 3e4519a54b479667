import { expect, test } from 'vitest'
import { createMethodLookup } from './allowed-methods.ts'

const methodsOf = createMethodLookup([
  { method: 'GET', path: '/realms/{realm}/users' },
  { method: 'POST', path: '/realms/{realm}/users' },
  { method: 'GET', path: '/realms/{realm}/page.html' },
  { method: 'GET', path: '/files/{path}' },
])

test('an address has the methods of its endpoints', () => {
  expect(methodsOf('/realms/a/users?first=1')).toEqual(['GET', 'POST'])
  expect(methodsOf('/files/a/b')).toEqual(['GET'])
})

test('an address that is none has none', () => {
  expect(methodsOf('/realms/a/b/users')).toEqual([])
  expect(methodsOf('/realms/a/page-html')).toEqual([])
})
