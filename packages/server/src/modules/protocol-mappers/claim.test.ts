import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addAudience, setClaim, toClaimPath, toJsonType, writeClaim } from './claim.ts'

describe('names of claims', () => {
  test.each([
    ['a', ['a']],
    ['a.b.c', ['a', 'b', 'c']],
    ['a\\.b.c', ['a.b', 'c']],
    ['https://x\\.test/y', ['https://x.test/y']],
    [`resource_access.$${'{client_id}'}.roles`, ['resource_access', 'my.client', 'roles']],
  ])('%s is the path %j', (name, path) => {
    expect(toClaimPath(name, 'my.client')).toEqual(path)
  })
})

describe('values', () => {
  test.each([
    ['7', 'int', 7],
    ['7', 'long', 7],
    ['7.5', 'int', undefined],
    ['', 'long', undefined],
    ['TRUE', 'boolean', true],
    ['no', 'boolean', false],
    ['{"a":[1]}', 'JSON', { a: [1] }],
    ['{', 'JSON', undefined],
    [true, 'String', 'true'],
    ['x', '', 'x'],
  ])('%j as %s is %j', (value, type, expected) => {
    expect(toJsonType(value, type)).toEqual(expected)
  })

  test('one value or all of them', () => {
    const single: Record<string, unknown> = {}
    writeClaim(single, { 'claim.name': 'a', 'jsonType.label': 'String' }, ['x', 'y'])
    expect(single).toEqual({ a: 'x' })
    const many: Record<string, unknown> = {}
    writeClaim(many, { 'claim.name': 'a.b', multivalued: 'true' }, ['x', 'y'])
    writeClaim(many, { 'claim.name': 'a.b', multivalued: 'true' }, ['y', 'z'])
    expect(many).toEqual({ a: { b: ['x', 'y', 'z'] } })
  })

  test('no value makes no claim', () => {
    const claims = {}
    writeClaim(claims, { 'claim.name': 'a' }, [])
    writeClaim(claims, { 'claim.name': 'n', 'jsonType.label': 'int' }, ['x'])
    expect(claims).toEqual({})
  })
})

test('no name of a claim reaches the prototype', () => {
  const part = fc.constantFrom('__proto__', 'constructor', 'prototype', 'a')
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (path) => {
      setClaim({}, path, 'polluted')
      expect(Object.keys(Object.prototype)).toEqual([])
      expect(({} as Record<string, unknown>)['a']).toBeUndefined()
    }),
  )
})

test('one audience is a text, two are a list, none comes twice', () => {
  const claims: Record<string, unknown> = {}
  addAudience(claims, 'a')
  expect(claims['aud']).toBe('a')
  addAudience(claims, 'b')
  addAudience(claims, 'a')
  expect(claims['aud']).toEqual(['a', 'b'])
})
