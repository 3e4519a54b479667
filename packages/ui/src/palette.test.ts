import { describe, expect, it } from 'vitest'
import { contrastRatio, ensureContrast, parseHex, readableOn } from './contrast.ts'
import { brandColor, buildPalette, type ColorScheme, deriveSchemeColors, surfaces } from './palette.ts'

const brands = [
  '#4f46e5',
  '#ffff00',
  '#ffffff',
  '#000000',
  '#808080',
  '#ff0000',
  '#00ff00',
  '#0000ff',
  '#f59e0b',
  '#fde68a',
]

describe('contrast', () => {
  it('is 21 between black and white and 1 between equals', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastRatio('#123456', '#123456')).toBe(1)
  })

  it('agrees with a published pair: #767676 on white is 4.54', () => {
    expect(contrastRatio('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  })

  it('reads three and six digits and refuses the rest', () => {
    expect(parseHex('#fff')).toEqual({ r: 1, g: 1, b: 1 })
    expect(parseHex('#FF0000')).toEqual({ r: 1, g: 0, b: 0 })
    expect(parseHex('red')).toBeUndefined()
    expect(parseHex('#12345')).toBeUndefined()
    expect(parseHex('url(x)')).toBeUndefined()
  })

  it('leaves a colour that has enough contrast as it is', () => {
    expect(ensureContrast(brandColor, ['#ffffff'], 4.5)).toBe(brandColor)
  })

  it('darkens yellow on white until it can be read', () => {
    const result = ensureContrast('#ffff00', ['#ffffff'], 4.5)
    expect(result).not.toBe('#ffff00')
    expect(contrastRatio(result, '#ffffff')).toBeGreaterThanOrEqual(4.5)
  })

  it('writes dark on yellow and white on indigo', () => {
    expect(readableOn('#ffff00')).toBe('#0b0d12')
    expect(readableOn(brandColor)).toBe('#ffffff')
  })
})

describe('the palette of a brand', () => {
  it('is indigo with #4f46e5 in light and #818cf8 in dark by default', () => {
    const palette = buildPalette(brandColor)
    expect(deriveSchemeColors(palette, 'light').filled).toBe('#4f46e5')
    expect(deriveSchemeColors(palette, 'dark').filled).toBe('#818cf8')
  })

  const cases = brands.flatMap((brand) => (['light', 'dark'] as const).map((scheme) => [brand, scheme] as const))
  it.each<[string, ColorScheme]>(cases.map(([brand, scheme]) => [brand, scheme]))(
    'keeps text at 4.5:1 and controls at 3:1 for %s in %s',
    (brand, scheme) => {
      const colors = deriveSchemeColors(buildPalette(brand), scheme)
      for (const ground of [surfaces[scheme].canvas, surfaces[scheme].surface, surfaces[scheme].sunken]) {
        expect(contrastRatio(colors.filled, ground)).toBeGreaterThanOrEqual(3)
        expect(contrastRatio(colors.text, ground)).toBeGreaterThanOrEqual(4.5)
        expect(contrastRatio(colors.outline, ground)).toBeGreaterThanOrEqual(3)
        expect(contrastRatio(colors.onLight, ground)).toBeGreaterThanOrEqual(4.5)
      }
      expect(contrastRatio(colors.onFilled, colors.filled)).toBeGreaterThanOrEqual(4.5)
      expect(contrastRatio(colors.onFilled, colors.filledHover)).toBeGreaterThanOrEqual(4.5)
      expect(contrastRatio(colors.onLight, colors.light)).toBeGreaterThanOrEqual(4.5)
      expect(contrastRatio(colors.onLight, colors.lightHover)).toBeGreaterThanOrEqual(4.5)
    },
  )
})
