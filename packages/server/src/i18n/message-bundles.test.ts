import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { loadMessageBundles } from './message-bundles.ts'
import { findThemeFolder } from './theme-folder.ts'

const english = loadMessageBundles('login').get('en') ?? new Map<string, string>()

/** Names of the arguments of a pattern, in plural branches too. */
function argumentsOf(pattern: string): readonly string[] {
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (typeof value === 'object' && value !== null) {
      // 0 is a literal, 7 the number sign of a plural (ICU message parser)
      if ('type' in value && 'value' in value && value.type !== 0 && value.type !== 7) names.add(String(value.value))
      Object.values(value).forEach(visit)
    }
  }
  visit(new IntlMessageFormat(pattern, 'en', undefined, { ignoreTag: true }).getAst())
  return [...names].sort()
}

describe.each(['login', 'email'])('the texts of %s', (theme) => {
  const bundles = loadMessageBundles(theme)
  const english = bundles.get('en') ?? new Map<string, string>()

  it('exist in English and at least two more languages', () => {
    expect([...bundles.keys()]).toEqual(expect.arrayContaining(['de', 'en', 'fr']))
  })

  it.each([...bundles.keys()])('have in %s the keys of English, none more', (language) => {
    expect([...(bundles.get(language)?.keys() ?? [])].sort()).toEqual([...english.keys()].sort())
  })

  it.each([...bundles.keys()])('have in %s the placeholders of English, and no empty text', (language) => {
    const wrong = [...(bundles.get(language) ?? [])].filter(
      ([key, pattern]) =>
        pattern.trim() === '' || argumentsOf(pattern).join() !== argumentsOf(english.get(key) ?? '').join(),
    )
    expect(wrong).toEqual([])
  })
})

describe('the texts of the login pages', () => {
  it('are many', () => {
    expect(english.size).toBeGreaterThan(200)
  })

  it('have every key that a template names', () => {
    const folder = join(findThemeFolder('login'), 'templates')
    const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    const named = sources.flatMap((source) =>
      [...source.matchAll(/'([^']+)' \| t\b/g)].map((match) => String(match[1])),
    )
    expect(named.length).toBeGreaterThan(25)
    expect(named.filter((key) => !english.has(key))).toEqual([])
  })

  it('have every key that the server names', () => {
    const source = join(import.meta.dirname, '..')
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!\.test)\.ts$/.test(file),
    )
    const named = files.flatMap((file) =>
      [...readFileSync(join(source, file), 'utf8').matchAll(/\btext\('([^'$]+)'/g)].map(
        (match) => `${match[1]} (${file})`,
      ),
    )
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter((name) => !english.has(name.split(' ')[0] ?? ''))).toEqual([])
  })

  it('say in English what Keycloak says, which tests and people rely on', () => {
    const expected = {
      usernameOrEmail: 'Username or email',
      password: 'Password',
      doLogIn: 'Sign In',
      loginAccountTitle: 'Sign in to your account',
      invalidUserMessage: 'Invalid username or password.',
      accountDisabledMessage: 'Account is disabled, contact your administrator.',
      doTryAnotherWay: 'Try Another Way',
      notMatchPasswordMessage: "Passwords don''t match.",
    }
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, english.get(key)]))).toEqual(expected)
  })
})
