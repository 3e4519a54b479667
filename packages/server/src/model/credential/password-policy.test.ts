import { describe, expect, it } from 'vitest'
import { defaultRealmSettings } from '../realm/default-realm-settings.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import {
  type PasswordRule,
  parsePasswordPolicy,
  requireKnownPolicies,
  requirePasswordPolicy,
  toHashPolicy,
} from './password-policy.ts'

describe('a policy text', () => {
  it.each<[string | undefined, ReturnType<typeof parsePasswordPolicy>]>([
    [undefined, []],
    ['', []],
    ['length(8)', [{ id: 'length', value: '8' }]],
    [
      'length(8) and digits(1)',
      [
        { id: 'length', value: '8' },
        { id: 'digits', value: '1' },
      ],
    ],
    ['notUsername(undefined) and notEmail', [{ id: 'notUsername' }, { id: 'notEmail' }]],
    ['hashAlgorithm(pbkdf2-sha512) and length()', [{ id: 'hashAlgorithm', value: 'pbkdf2-sha512' }, { id: 'length' }]],
    [
      'regexPattern(^(a|b)+$) and length(3)',
      [
        { id: 'regexPattern', value: '^(a|b)+$' },
        { id: 'length', value: '3' },
      ],
    ],
    [
      'regexPattern(.* and .*) and length(3)',
      [
        { id: 'regexPattern', value: '.* and .*' },
        { id: 'length', value: '3' },
      ],
    ],
  ])('%s is read as its rules', (text, entries) => {
    expect(parsePasswordPolicy(text)).toEqual(entries)
  })

  it('says how passwords are hashed', () => {
    expect(toHashPolicy(undefined)).toEqual({ algorithm: 'argon2', iterations: -1 })
    expect(toHashPolicy('hashAlgorithm(pbkdf2-sha256) and hashIterations(27500)')).toEqual({
      algorithm: 'pbkdf2-sha256',
      iterations: 27_500,
    })
    expect(toHashPolicy('hashAlgorithm(md5) and hashIterations(many)')).toEqual({ algorithm: 'argon2', iterations: -1 })
  })

  it('is refused when nobody stands behind a rule', () => {
    const known = new Set(['length'])
    expect(() => requireKnownPolicies('length(8) and hashIterations(1) and passwordHistory(3)', known)).not.toThrow()
    expect(() => requireKnownPolicies('length(8) and lenght(9)', known)).toThrow(
      expect.objectContaining({ field: 'passwordPolicy', parameters: ['lenght'] }),
    )
  })
})

describe('a new password', () => {
  const rule = (id: string, defaultValue?: string): PasswordRule<unknown> => ({
    id,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    check: async ({ password, user }, value) => {
      if (id === 'notUsername') return password === user.username ? { code: 'no-username', parameters: [] } : undefined
      return password.length < Number(value) ? { code: 'too-short', parameters: [Number(value)] } : undefined
    },
  })
  const passwordPolicies = new Map([
    ['length', rule('length', '8')],
    ['notUsername', rule('notUsername')],
  ])
  const check = (passwordPolicy: string, password: string) => {
    const realm = { realm: { settings: { ...defaultRealmSettings, passwordPolicy } } } as RealmSnapshot
    return requirePasswordPolicy({ registry: { passwordPolicies } }, realm, password, { username: 'administrator' })
  }

  it('is held against each rule of the realm, with the rule’s own value where the text has none', async () => {
    await expect(check('length(5)', '1234')).rejects.toMatchObject({
      field: 'password',
      code: 'too-short',
      parameters: [5],
    })
    await expect(check('length(undefined)', '1234567')).rejects.toMatchObject({ parameters: [8] })
    await expect(check('length(5) and notUsername', 'administrator')).rejects.toMatchObject({ code: 'no-username' })
    await expect(check('length(5) and notUsername', 'something')).resolves.toBe(undefined)
    await expect(check('', 'x')).resolves.toBe(undefined)
  })
})
