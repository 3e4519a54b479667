import { describe, expect, it } from 'vitest'
import { text } from '../spi/form.ts'
import { createTranslator } from './translator.ts'

const bundles = new Map([
  [
    'en',
    new Map([
      ['greet', 'Hello {0}'],
      ['days', '{0, plural, one {# day} other {# days}}'],
      ['only', 'English'],
    ]),
  ],
  [
    'de',
    new Map([
      ['greet', 'Hallo {0}'],
      ['username', 'Benutzername'],
    ]),
  ],
])

describe('texts', () => {
  it('come in the language of the reader, and in English where it has none', () => {
    const { translate } = createTranslator(bundles, 'de')
    expect(translate(text('greet', 'Eva'))).toBe('Hallo Eva')
    expect(translate(text('only'))).toBe('English')
    expect(createTranslator(bundles, 'de-AT').translate(text('greet', 'Eva'))).toBe('Hallo Eva')
    expect(createTranslator(bundles, 'ja').translate(text('greet', 'Eva'))).toBe('Hello Eva')
  })

  it('follow the plural rules', () => {
    const { translate } = createTranslator(bundles, 'en')
    expect([1, 2].map((days) => translate(text('days', days)))).toEqual(['1 day', '2 days'])
  })

  it('of the realm win over the bundle', () => {
    const settings = { localizationTexts: { de_AT: { greet: 'Servus {0}' }, de: { greet: 'Moin {0}' } } }
    expect(createTranslator(bundles, 'de', settings).translate(text('greet', 'Eva'))).toBe('Moin Eva')
    expect(createTranslator(bundles, 'de-AT', settings).translate(text('greet', 'Eva'))).toBe('Servus Eva')
    expect(createTranslator(bundles, 'en', settings).translate(text('greet', 'Eva'))).toBe('Hello Eva')
  })

  it('of the realm default language come before English', () => {
    const { translate } = createTranslator(bundles, 'fr', { defaultLocale: 'de', localizationTexts: {} })
    expect(translate(text('greet', 'Eva'))).toBe('Hallo Eva')
  })

  it('named by ${key} are looked up, as a key and as a fallback', () => {
    const { translate } = createTranslator(bundles, 'de')
    expect(translate({ key: '${username}' })).toBe('Benutzername')
    expect(translate({ key: 'department', fallback: '${username}' })).toBe('Benutzername')
    expect(translate({ key: '${unknown.key}' })).toBe('unknown.key')
  })

  it('that nobody knows fall back to what the administrator wrote, unchanged', () => {
    const { translate } = createTranslator(bundles, 'en')
    expect(translate({ key: 'x', fallback: "{0} it's {braces} <b>" })).toBe("{0} it's {braces} <b>")
    expect(translate({ key: 'Cost centre' })).toBe('Cost centre')
  })

  it('never look up what a parameter holds', () => {
    const { translate } = createTranslator(bundles, 'de')
    expect(translate(text('greet', '${username}'))).toBe('Hallo ${username}')
    expect(translate(text('greet', '{1}'))).toBe('Hallo {1}')
  })

  it('that are written wrongly or lack parameters are shown instead of failing', () => {
    const settings = { localizationTexts: { en: { a: 'broken {', b: 'wants {0} and {1}', c: '<b>{0}</b>' } } }
    const { translate } = createTranslator(bundles, 'en', settings)
    expect(translate(text('a'))).toBe('broken {')
    expect(translate(text('b', 'one'))).toBe('wants one and ')
    expect(translate(text('c', 'x'))).toBe('<b>x</b>')
  })

  it('are not taken from the prototype of the settings', () => {
    const { translate } = createTranslator(bundles, 'en', { localizationTexts: { en: {} } })
    expect(translate(text('constructor'))).toBe('constructor')
    expect(translate(text('__proto__'))).toBe('__proto__')
  })
})
