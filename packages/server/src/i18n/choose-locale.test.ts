import { describe, expect, it } from 'vitest'
import { chooseLocale, chooseRealmLocale, parseAcceptLanguage } from './choose-locale.ts'

const settings = {
  internationalizationEnabled: true,
  supportedLocales: ['en', 'de', 'fr', 'pt_BR'],
  defaultLocale: 'fr',
  localizationTexts: {},
}

describe('the language of a page', () => {
  const all = { kcLocale: 'de', uiLocales: 'pt-BR en', cookie: 'en', user: 'fr', acceptLanguage: 'fr' }

  it('follows the strongest wish: menu, ui_locales, cookie, user, browser, realm', () => {
    expect(chooseRealmLocale(settings, all)).toBe('de')
    expect(chooseRealmLocale(settings, { ...all, kcLocale: undefined })).toBe('pt_BR')
    expect(chooseRealmLocale(settings, { cookie: 'en', user: 'de', acceptLanguage: 'de' })).toBe('en')
    expect(chooseRealmLocale(settings, { user: 'de', acceptLanguage: 'en' })).toBe('de')
    expect(chooseRealmLocale(settings, { acceptLanguage: 'en' })).toBe('en')
    expect(chooseRealmLocale(settings, {})).toBe('fr')
  })

  it('passes over wishes that the realm does not support', () => {
    expect(chooseRealmLocale(settings, { kcLocale: 'ja', uiLocales: 'it sv de', cookie: 'en' })).toBe('de')
    expect(chooseRealmLocale(settings, { kcLocale: 'ja' })).toBe('fr')
  })

  it('takes a language for its regional forms and the other way round', () => {
    expect(chooseRealmLocale(settings, { kcLocale: 'de-AT' })).toBe('de')
    expect(chooseRealmLocale(settings, { kcLocale: 'pt' })).toBe('pt_BR')
    expect(chooseRealmLocale(settings, { kcLocale: 'PT_br' })).toBe('pt_BR')
    expect(chooseRealmLocale({ ...settings, supportedLocales: ['de-AT', 'de'] }, { kcLocale: 'de-CH' })).toBe('de')
  })

  it('is English while internationalization is off, whatever is wished', () => {
    expect(chooseRealmLocale({ ...settings, internationalizationEnabled: false }, all)).toBe('en')
  })

  it('is English for a realm that supports nothing and has no default', () => {
    const bare = { internationalizationEnabled: true, supportedLocales: [], localizationTexts: {} }
    expect(chooseRealmLocale(bare, { kcLocale: 'de' })).toBe('en')
  })

  it('survives what is no language tag', () => {
    for (const wish of ['<script>', '', '../../etc', 'x'.repeat(5000), 'de{drop}', '\u0000', '-', 'de--DE']) {
      expect(chooseLocale(['en', 'de'], { kcLocale: wish, acceptLanguage: wish, uiLocales: wish })).toBeUndefined()
    }
  })
})

describe('Accept-Language', () => {
  it('is read by quality, without what is not wanted', () => {
    expect(parseAcceptLanguage('de;q=0.5, fr, en;q=0.8, *;q=0.1, it;q=0')).toEqual(['fr', 'en', 'de'])
    expect(parseAcceptLanguage('de;q=oops, fr')).toEqual(['fr'])
    expect(parseAcceptLanguage(undefined)).toEqual([])
  })
})
