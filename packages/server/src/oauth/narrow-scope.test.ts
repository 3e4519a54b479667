import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClientScope } from '../model/client-scope/client-scope.ts'
import { narrowScope } from './narrow-scope.ts'

const toScope = (name: string): ClientScope => ({
  id: name,
  realmId: 'realm',
  name,
  protocol: 'openid-connect',
  attributes: {},
})
const names = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access', 'reports', 'archive']
const some = fc.subarray(names)
const clients = fc.record({
  defaultScopes: fc.subarray(names.slice(1)).map((own) => own.map(toScope)),
  optionalScopes: fc.subarray(names.slice(1)).map((own) => own.map(toScope)),
})
const split = (scope: string) => scope.split(' ').filter((name) => name !== '')

describe('the scope of a refresh', () => {
  it('is never more than was granted first', () => {
    fc.assert(
      fc.property(clients, some, fc.option(some, { nil: undefined }), (client, granted, asked) => {
        let narrowed: string
        try {
          narrowed = narrowScope(granted.join(' '), asked?.join(' '), client)
        } catch {
          return
        }
        for (const name of split(narrowed)) expect(granted).toContain(name)
      }),
    )
  })

  it('never loses what was asked for and granted', () => {
    fc.assert(
      fc.property(clients, some, (client, granted) => {
        const own = new Set(['openid', ...[...client.defaultScopes, ...client.optionalScopes].map(({ name }) => name)])
        const asked = granted.filter((name) => own.has(name))
        const narrowed = split(narrowScope(granted.join(' '), asked.join(' '), client))
        expect(narrowed).toEqual(expect.arrayContaining(asked))
      }),
    )
  })

  it('holds nothing that the client may not ask for', () => {
    const client = { defaultScopes: [toScope('profile')], optionalScopes: [] }
    expect(() => narrowScope('openid profile', 'profile phone', client)).toThrow('Invalid scopes: profile phone')
    expect(narrowScope('openid profile', undefined, client)).toBe('openid profile')
    expect(narrowScope('openid profile', '', client)).toBe('profile')
  })
})
