import { expect, test } from 'vitest'
import { substitute } from './substitute.ts'

test('variables of the environment stand for texts, with a default where there is one', () => {
  const file = { a: ['${NAME}', 'x-${NAME}-${OTHER:fallback}'], b: { c: '${EMPTY:}', n: 1 } }
  expect(substitute(file, { NAME: 'shop' })).toEqual({ a: ['shop', 'x-shop-fallback'], b: { c: '', n: 1 } })
})

test('references to messages stay, and what is missing is named', () => {
  expect(substitute('${role_admin} ${client_account}', {})).toBe('${role_admin} ${client_account}')
  expect(() => substitute(['${B}', '${A}', '${A}'], {})).toThrow('Not set in the environment: A, B')
})
