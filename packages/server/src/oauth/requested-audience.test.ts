import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Claims } from '../spi/token-issue.ts'
import { narrowToAudience } from './requested-audience.ts'

const name = fc.stringMatching(/^[a-z]{1,3}$/)
const names = fc.uniqueArray(name, { maxLength: 6 })
const tokens = fc.record({ aud: fc.oneof(names, name), clients: names })
const toClaims = ({ aud, clients }: { aud: string | string[]; clients: string[] }): Claims => ({
  aud,
  resource_access: Object.fromEntries(clients.map((client) => [client, { roles: ['reader'] }])),
})
const listOf = (aud: unknown) => [aud].flat()

describe('an audience that is asked for', () => {
  it('never adds to what the token had, nor leaves anything else in it', () => {
    fc.assert(
      fc.property(tokens, fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), (token, asked) => {
        const claims = toClaims(token)
        const before = listOf(token.aud)
        const isAvailable = asked.every((one) => before.includes(one))
        if (!isAvailable) {
          expect(() => narrowToAudience(claims, asked)).toThrow('Requested audience not available')
          return
        }
        narrowToAudience(claims, asked)
        expect(listOf(claims['aud']).toSorted()).toEqual(asked.toSorted())
        const kept = Object.keys(Object(claims['resource_access']))
        expect(kept.toSorted()).toEqual(token.clients.filter((client) => asked.includes(client)).toSorted())
      }),
    )
  })

  it('is missing from a token without any', () => {
    expect(() => narrowToAudience({}, ['store'])).toThrow('Requested audience not available: store')
  })
})
