import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseResource, requireResource } from './resource-indicator.ts'

describe('a resource', () => {
  test.each(['https://api.test/a', 'https://api.test', 'urn:client:api', 'URN:example:a-b', 'api:1'])(
    'may be %s',
    (text) => {
      expect(() => requireResource(text)).not.toThrow()
    },
  )

  test.each([
    'api',
    '/a',
    'https://api.test/a?b=c',
    'https://api.test/#a',
    'urn:x',
    'urn::y',
    `https://a.test/${'x'.repeat(2048)}`,
  ])('may not be %j', (text) => {
    expect(() => requireResource(text)).toThrow(expect.objectContaining({ code: 'invalid_target' }))
  })
})

test('what is chosen is what was asked for first, or nothing is', () => {
  const uri = fc.constantFrom('https://a.test', 'https://b.test', 'urn:client:c')
  fc.assert(
    fc.property(fc.option(uri, { nil: undefined }), fc.option(uri, { nil: null }), (asked, first) => {
      if (asked !== undefined && asked !== first) {
        expect(() => chooseResource(asked, first)).toThrow(expect.objectContaining({ code: 'invalid_target' }))
      } else expect(chooseResource(asked, first)).toBe(first ?? undefined)
    }),
  )
})
