import { describe, expect, it } from 'vitest'
import { InvalidInputs } from '../../kernel/error.ts'
import { defaultRealmSettings } from '../realm/default-realm-settings.ts'
import { defaultUserProfile } from '../realm/default-user-profile.ts'
import type { ProfileParty, Realm, UserProfile, UserProfileAttribute } from '../realm/realm.ts'
import type { User } from './user.ts'
import { type ProfileOptions, type ProfileValues, profileView, validateProfile } from './user-profile.ts'

const everybody = { view: ['admin', 'user'], edit: ['admin', 'user'] } as const
const adminOnly = { view: ['admin'], edit: ['admin'] } as const
const readOnly = { view: ['admin', 'user'], edit: ['admin'] } as const
const person = { username: ['ada'], email: ['ada@example.org'], firstName: ['Ada'], lastName: ['Lovelace'] }

function realmWith(attributes: readonly UserProfileAttribute[] = [], change: Partial<UserProfile> = {}, settings = {}) {
  const profile = defaultUserProfile(false)
  const realm: Realm = {
    id: 'r',
    name: 'demo',
    enabled: true,
    settings: { ...defaultRealmSettings, ...settings },
    userProfile: { ...profile, attributes: [...profile.attributes, ...attributes], ...change },
    createdAt: 0,
    updatedAt: 0,
  }
  return { realm }
}

const stored: User = {
  id: 'u',
  realmId: 'r',
  username: 'ada',
  email: 'ada@example.org',
  emailVerified: false,
  enabled: true,
  firstName: 'Ada',
  lastName: 'Lovelace',
  notBefore: 0,
  createdAt: 0,
  updatedAt: 0,
  attributes: { badge: ['17'], free: ['kept'] },
  requiredActions: [],
}

/** Problems as `field code parameters`. */
function problems(
  values: ProfileValues,
  party: ProfileParty = 'user',
  options: ProfileOptions = {},
  realm = realmWith(),
) {
  try {
    validateProfile(realm, values, party, options)
    return []
  } catch (error) {
    if (!(error instanceof InvalidInputs)) throw error
    return error.problems.map(({ field, code, parameters }) => [field, code, ...parameters].join(' '))
  }
}

describe('a profile', () => {
  it('is taken when it keeps the rules', () => {
    expect(
      validateProfile(realmWith(), { ...person, username: [' ADA '], email: ['Ada@Example.ORG'] }, 'user'),
    ).toEqual({
      username: 'ada',
      email: 'ada@example.org',
      firstName: 'Ada',
      lastName: 'Lovelace',
      attributes: {},
    })
  })

  it.each<[string, ProfileValues, readonly string[]]>([
    [
      'what is missing',
      {},
      ['username', 'email', 'firstName', 'lastName'].map((name) => `${name} error-user-attribute-required ${name}`),
    ],
    ['blanks', { ...person, firstName: ['  '] }, ['firstName error-user-attribute-required firstName']],
    ['short names', { ...person, username: ['ab'] }, ['username error-invalid-length username 3 255']],
    ['long names', { ...person, lastName: ['x'.repeat(256)] }, ['lastName error-invalid-length-too-long lastName 255']],
    ['markup', { ...person, username: ['<b>a</b>'] }, ['username error-username-invalid-character username']],
    ['markup in names', { ...person, firstName: ['<i>'] }, ['firstName error-person-name-invalid-character firstName']],
    [
      'letters that only look alike',
      { ...person, username: ['\u0430dmin'] },
      ['username error-username-invalid-character username'],
    ],
    ['several values', { ...person, email: ['a@b.c', 'd@e.f'] }, ['email error-invalid-multivalued-size email 0 1']],
  ])('is refused for %s', (_, values, expected) => {
    expect(problems(values)).toEqual(expected)
  })

  it('takes names in the letters of all people', () => {
    for (const name of ['Ærøskøbing', '王小明', 'O’Neill', "O'Neill", 'José María', 'Мария', 'محمد']) {
      expect(problems({ ...person, firstName: [name] })).toEqual([])
    }
  })

  it.each(['a@b.c', 'a+tag@sub.example.org', "o'neill@example.org", 'ада@пример.рф', 'a@localhost'])(
    'takes the address %s',
    (email) => {
      expect(problems({ ...person, email: [email] })).toEqual([])
    },
  )

  it.each([
    'a',
    'a@',
    '@b.c',
    'a b@c.d',
    'a@b..c',
    'a@-b.c',
    'a@b.c\r\nBcc: x@y.z',
    '<a@b.c>',
    'a@b@c.d',
    'a.@b.c',
    `${'x'.repeat(65)}@b.c`,
  ])('refuses the address %j', (email) => {
    expect(problems({ ...person, email: [email] })).toEqual([
      expect.stringMatching(/^email error-invalid-email email /),
    ])
  })

  it('asks of administrators only what is required of them', () => {
    expect(problems({ username: ['ada'] }, 'admin')).toEqual([])
    expect(problems({}, 'admin')).toEqual(['username error-user-attribute-required username'])
  })

  it('keeps what is not sent, and clears what is sent empty', () => {
    const realm = realmWith([{ name: 'badge', permissions: everybody }], { unmanagedAttributePolicy: 'ENABLED' })
    const options = { existing: stored }
    expect(validateProfile(realm, { firstName: ['Augusta'] }, 'user', options)).toEqual({
      username: 'ada',
      email: 'ada@example.org',
      firstName: 'Augusta',
      lastName: 'Lovelace',
      attributes: stored.attributes,
    })
    expect(validateProfile(realm, { badge: [], free: ['new'] }, 'user', options).attributes).toEqual({ free: ['new'] })
  })

  it('lets nobody change what they may not', () => {
    const realm = realmWith([{ name: 'badge', permissions: readOnly }])
    const options = { existing: stored }
    expect(problems({ badge: ['99'] }, 'user', options, realm)).toEqual(['badge error-user-attribute-read-only badge'])
    expect(problems({ badge: ['17'] }, 'user', options, realm)).toEqual([])
    expect(validateProfile(realm, { badge: ['99'] }, 'admin', options).attributes['badge']).toEqual(['99'])
    expect(problems({ username: ['root'] }, 'user', options, realm)).toEqual([
      'username error-user-attribute-read-only username',
    ])
    const open = realmWith([], {}, { editUsernameAllowed: true })
    expect(validateProfile(open, { username: ['root'] }, 'user', options).username).toBe('root')
    // Hidden ones are not even told of: sending them has no effect.
    const hidden = realmWith([{ name: 'badge', permissions: adminOnly }])
    expect(validateProfile(hidden, { badge: ['99'] }, 'user', options).attributes['badge']).toEqual(['17'])
    expect(validateProfile(hidden, { ...person, badge: ['99'] }, 'user').attributes).toEqual({})
  })

  it('treats unknown attributes by its policy', () => {
    const values = { ...person, free: ['new'] }
    const attributes = (party: ProfileParty, change: Partial<UserProfile> = {}) =>
      validateProfile(realmWith([], change), values, party, { existing: { ...stored, attributes: { free: ['kept'] } } })
        .attributes
    expect(attributes('admin')).toEqual({ free: ['kept'] })
    expect(attributes('admin', { unmanagedAttributePolicy: 'ADMIN_VIEW' })).toEqual({ free: ['kept'] })
    expect(attributes('user', { unmanagedAttributePolicy: 'ADMIN_EDIT' })).toEqual({ free: ['kept'] })
    expect(attributes('admin', { unmanagedAttributePolicy: 'ADMIN_EDIT' })).toEqual({ free: ['new'] })
    expect(attributes('user', { unmanagedAttributePolicy: 'ENABLED' })).toEqual({ free: ['new'] })
  })

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[], readonly string[]]>([
    ['length', { min: '2', max: 3 }, ['ab', 'abc'], ['a', 'abcd']],
    ['pattern', { pattern: '[a-z]+' }, ['abc'], ['abc1', 'ABC']],
    ['pattern', { pattern: '(' }, [], ['anything']],
    ['integer', { min: 1, max: 10 }, ['1', '10', '+5'], ['0', '11', '1.5', 'x']],
    ['double', { min: 0 }, ['0', '1.5'], ['-1', '1e5', 'x']],
    ['iso-date', {}, ['2024-02-29', '1999-12-31'], ['2023-02-29', '2024-13-01', '24-1-1', '2024-00-10']],
    ['uri', {}, ['https://example.org/a?b'], ['javascript:alert(1)', 'example.org', 'data:text/html,x']],
    ['options', { options: ['a', 'b'] }, ['a'], ['c']],
    ['unknown-validator', {}, ['anything'], []],
  ])('checks by %s', (id, config, good, bad) => {
    const realm = realmWith([{ name: 'x', permissions: everybody, validations: { [id]: config } }])
    for (const value of good) expect(problems({ ...person, x: [value] }, 'user', {}, realm)).toEqual([])
    for (const value of bad) expect(problems({ ...person, x: [value] }, 'user', {}, realm)).toHaveLength(1)
  })

  it('requires and checks some attributes with some scopes only', () => {
    const realm = realmWith([
      {
        name: 'phone',
        permissions: everybody,
        required: { scopes: ['phone'] },
        selector: { scopes: ['phone', 'all'] },
      },
    ])
    const check = (scopes: readonly string[] | undefined) => problems(person, 'user', { scopes }, realm)
    expect(check(undefined)).toEqual([])
    expect(check(['email'])).toEqual([])
    expect(check(['all'])).toEqual([])
    expect(check(['phone'])).toEqual(['phone error-user-attribute-required phone'])
  })
})

describe('the view of a profile', () => {
  it('shows what a party may see, and what of it may be changed', () => {
    const realm = realmWith([
      { name: 'badge', permissions: readOnly, multivalued: true, group: 'user-metadata' },
      { name: 'secret', permissions: adminOnly },
    ])
    const names = (party: ProfileParty, user?: User) =>
      profileView(realm, user, party).map(
        ({ name, readOnly, required }) => `${name}${readOnly ? ' ro' : ''}${required ? ' *' : ''}`,
      )
    expect(names('user', stored)).toEqual(['username ro', 'email *', 'firstName *', 'lastName *', 'badge ro'])
    expect(names('admin', stored)).toEqual(['username', 'email', 'firstName', 'lastName', 'badge', 'secret'])
    expect(profileView(realm, stored, 'user').at(-1)).toMatchObject({
      values: ['17'],
      multivalued: true,
      group: 'user-metadata',
    })
    const byEmail = realmWith([], {}, { registrationEmailAsUsername: true })
    expect(profileView(byEmail, undefined, 'user').map(({ name }) => name)).toEqual(['email', 'firstName', 'lastName'])
  })
})
