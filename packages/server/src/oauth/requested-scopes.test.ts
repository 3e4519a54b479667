import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClientScope } from '../model/client-scope/client-scope.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import { resolveScopes } from './requested-scopes.ts'

const names = ['email', 'profile', 'phone', 'address', 'roles', 'offline_access']
const all = new Map(
  names.map((name) => [name, { id: name, name, protocol: 'openid-connect', attributes: {} } as unknown as ClientScope]),
)
const toScopes = (some: readonly string[]) => some.flatMap((name) => all.get(name) ?? [])
const subset = fc.subarray(names)
const asked = fc.array(fc.oneof(fc.constantFrom('openid', ...names), fc.stringMatching(/^[!#-~]{1,8}$/)))

test('whatever is asked for, a client gets its default scopes and those optional ones it named, and no other', () => {
  fc.assert(
    fc.property(subset, subset, asked, (defaults, optional, wanted) => {
      const client = {
        defaultScopes: toScopes(defaults),
        optionalScopes: toScopes(optional),
      } as unknown as ClientSnapshot
      const { scopes, isOpenId, unknown } = resolveScopes(client, wanted.join(' '))
      const granted = scopes.map((scope) => scope.name)
      expect(new Set(granted).size).toBe(granted.length)
      for (const name of granted)
        expect(defaults.includes(name) || (optional.includes(name) && wanted.includes(name))).toBe(true)
      for (const name of defaults) expect(granted).toContain(name)
      expect(isOpenId).toBe(wanted.includes('openid'))
      for (const name of unknown) expect([...defaults, ...optional, 'openid']).not.toContain(name)
    }),
  )
})
