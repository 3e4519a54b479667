import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { Claims } from '../spi/token-issue.ts'
import { chooseResource, narrowAudience, requireResource } from './resource-indicator.ts'

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

test('an audience is only ever narrowed to one that was there, or to the address of a client that was', async () => {
  const names = fc.constantFrom('a', 'b', 'c', 'd')
  const addressOf = (clientId: string) => `https://${clientId}.test/api`
  const realm = {
    client: async (clientId: string) => ({
      client: { settings: { attributes: { resource_url: addressOf(clientId) } } },
    }),
  } as unknown as RealmSnapshot
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(names), names, fc.boolean(), async (audiences, asked, byUrn) => {
      const claims: Claims = audiences.length === 0 ? {} : { aud: audiences.length === 1 ? audiences[0] : audiences }
      const narrowed = narrowAudience(claims, byUrn ? `urn:client:${asked}` : addressOf(asked), realm)
      if (!audiences.includes(asked)) await expect(narrowed).rejects.toMatchObject({ code: 'invalid_target' })
      else {
        await narrowed
        expect(claims['aud']).toBe(byUrn ? asked : addressOf(asked))
      }
    }),
  )
})
