import { describe, expect, it } from 'vitest'
import { chooseLocale, directionOf } from './locale.ts'
import de from './messages/de.ts'
import en from './messages/en.ts'
import fr from './messages/fr.ts'

describe('the language of a page', () => {
  it('is the first wish that is supported', () => {
    expect(chooseLocale(['en', 'de', 'fr'], [null, 'it', 'fr', 'de'])).toBe('fr')
  })

  it('falls back from a region to its language and from a language to a region', () => {
    expect(chooseLocale(['en', 'de'], ['de-AT'])).toBe('de')
    expect(chooseLocale(['en', 'pt-BR'], ['pt'])).toBe('pt-BR')
  })

  it('reads Keycloak underscores', () => {
    expect(chooseLocale(['en', 'pt-BR', 'pt-PT'], ['pt_PT'])).toBe('pt-PT')
  })

  it('is the first supported one when no wish can be met', () => {
    expect(chooseLocale(['en', 'de'], ['xx', undefined, ''])).toBe('en')
  })

  it('runs from the right for Arabic and Hebrew with any region', () => {
    expect(directionOf('ar-EG')).toBe('rtl')
    expect(directionOf('he')).toBe('rtl')
    expect(directionOf('en')).toBe('ltr')
    expect(directionOf('art')).toBe('ltr')
  })
})

describe('the bundles of this package', () => {
  const argumentsOf = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]).sort()

  it.each([
    ['de', de],
    ['fr', fr],
  ])('%s uses the same arguments as English in every text', (_, bundle) => {
    for (const [key, text] of Object.entries(en)) {
      expect([key, argumentsOf(bundle[key as keyof typeof en])]).toEqual([key, argumentsOf(text)])
    }
  })
})
