import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findThemeFolder } from '../../i18n/theme-folder.ts'
import { brandStyleSheet, deriveBrandColors, surfaces } from './brand-colors.ts'
import { contrastRatio, parseHexColor } from './contrast.ts'

const schemes = ['light', 'dark'] as const

describe('the colours of a realm', () => {
  it('stay readable whatever colour the realm chose', () => {
    const anyColor = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(anyColor, fc.constantFrom(...schemes), (color, scheme) => {
        const { fill, fillHover, onFill, text, tint } = deriveBrandColors(color, scheme)
        const { page, card } = surfaces[scheme]
        for (const ground of [page, card]) {
          expect(contrastRatio(fill, ground)).toBeGreaterThanOrEqual(3)
          expect(contrastRatio(fillHover, ground)).toBeGreaterThanOrEqual(3)
        }
        for (const ground of [fill, fillHover]) expect(contrastRatio(onFill, ground)).toBeGreaterThanOrEqual(4.5)
        for (const ground of [page, card, tint]) expect(contrastRatio(text, ground)).toBeGreaterThanOrEqual(4.5)
        expect(contrastRatio(surfaces[scheme].text, tint)).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 2000 },
    )
  })

  it('are the chosen ones where those are readable as they are', () => {
    expect(deriveBrandColors('#00794C', 'light')).toMatchObject({ fill: '#00794c', text: '#00794c', onFill: '#ffffff' })
  })

  it('are our own where the choice is no colour, so that nothing else gets into the style sheet', () => {
    for (const choice of [
      undefined,
      '',
      'red',
      '#12',
      '#12345g',
      '#fff;}body{display:none',
      'url(//evil)',
      '</style>',
    ]) {
      expect(deriveBrandColors(choice, 'light').fill).toBe('#4f46e5')
      expect(brandStyleSheet(choice)).toBe(brandStyleSheet(undefined))
    }
    expect(brandStyleSheet('#c00')).toMatch(/^[a-z0-9#:;{}()@ -]+$/)
    expect(parseHexColor(' #AbC ')).toBe('#aabbcc')
  })
})

describe('the fixed colours', () => {
  const css = readFileSync(join(findThemeFolder('login'), 'styles', '20-ground.css'), 'utf8')
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')
  const property = (sheet: string, name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(sheet)?.[1] ?? ''

  it.each(schemes)('of %s are those that brand colours are measured against', (scheme) => {
    const sheet = scheme === 'light' ? light : dark
    const names = Object.keys(surfaces[scheme])
    expect(Object.fromEntries(names.map((name) => [name, property(sheet, name)]))).toEqual(surfaces[scheme])
  })

  it.each(schemes)('of %s reach 4.5:1 for texts and 3:1 for the edges of controls', (scheme) => {
    const sheet = scheme === 'light' ? light : dark
    const card = property(sheet, 'card')
    for (const name of ['text', 'muted', 'error', 'warning'])
      for (const ground of ['card', 'page', 'hover'])
        expect(contrastRatio(property(sheet, name), property(sheet, ground))).toBeGreaterThanOrEqual(4.5)
    for (const name of ['error', 'warning', 'info', 'success'])
      expect(contrastRatio(property(sheet, name), property(sheet, `${name}-ground`))).toBeGreaterThanOrEqual(4.5)
    expect(contrastRatio(property(sheet, 'control'), card)).toBeGreaterThanOrEqual(3)
  })
})
