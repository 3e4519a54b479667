import type { MantineColorsTuple } from '@mantine/core'
import { contrastRatio, ensureContrast, lightnessOf, mixColors, readableOn, withLightness } from './contrast.ts'

export type ColorScheme = 'light' | 'dark'

/** What one colour becomes in one scheme. Every pair of text and background in it reaches 4.5:1, controls 3:1. */
export interface SchemeColors {
  readonly filled: string
  readonly filledHover: string
  /** Text and icons on `filled` and `filledHover`. */
  readonly onFilled: string
  /** Text, links and icons on the page and on cards. */
  readonly text: string
  /** Quiet background of badges and selections. */
  readonly light: string
  readonly lightHover: string
  /** Text on `light` and `lightHover`. */
  readonly onLight: string
  /** Line around controls. */
  readonly outline: string
}

/** Backgrounds that colours are measured against: the page, cards and hovered rows. */
export const surfaces = {
  light: { canvas: '#fafbfc', surface: '#ffffff', raised: '#ffffff', sunken: '#f3f5f8', border: '#e4e7ec' },
  dark: { canvas: '#111317', surface: '#181b20', raised: '#1e2228', sunken: '#22262d', border: '#2c313a' },
} as const

export const brandColor = '#4f46e5'

const indigo: MantineColorsTuple = [
  '#eef2ff',
  '#e0e7ff',
  '#c7d2fe',
  '#a5b4fc',
  '#818cf8',
  '#6366f1',
  '#4f46e5',
  '#4338ca',
  '#3730a3',
  '#312e81',
]

const lightnessSteps = [0.97, 0.93, 0.87, 0.79, 0.71, 0.62, 0.54, 0.47, 0.4, 0.33] as const

/** Ten shades of a colour: shade 6 is the colour itself, shade 4 what dark pages use. */
export function buildPalette(color: string): MantineColorsTuple {
  if (color.toLowerCase() === brandColor) return indigo
  const own = lightnessOf(color)
  const shade = (index: number): string => {
    const lightness = lightnessSteps[index] ?? 0.5
    if (index === 6) return color
    if (index > 6) return withLightness(color, Math.max(0.12, Math.min(own - 0.06 * (index - 6), lightness)))
    return withLightness(color, Math.max(lightness, Math.min(own, 0.97)), index < 2 ? 0.5 : 1)
  }
  return [shade(0), shade(1), shade(2), shade(3), shade(4), shade(5), shade(6), shade(7), shade(8), shade(9)]
}

/** Derives the colours of a scheme from a palette, whatever the palette is. */
export function deriveSchemeColors(palette: MantineColorsTuple, scheme: ColorScheme): SchemeColors {
  const isLight = scheme === 'light'
  const ground = surfaces[scheme]
  const base = (isLight ? palette[6] : palette[4]) ?? brandColor
  const grounds = [ground.canvas, ground.surface, ground.raised, ground.sunken]
  const filled = ensureContrast(base, grounds, 3)
  const onFilled = readableOn(filled)
  const light = mixColors(ground.surface, base, isLight ? 0.1 : 0.18)
  const lightHover = mixColors(ground.surface, base, isLight ? 0.15 : 0.24)
  return {
    filled,
    filledHover: hoverOf(filled, onFilled, isLight),
    onFilled,
    text: ensureContrast(base, grounds, 4.5),
    light,
    lightHover,
    onLight: ensureContrast((isLight ? palette[7] : palette[3]) ?? base, [light, lightHover, ...grounds], 4.5),
    outline: ensureContrast(base, grounds, 4.5),
  }
}

/** A hover moves away from the text on it, so that it can only gain contrast. */
function hoverOf(filled: string, onFilled: string, isLight: boolean): string {
  const textIsWhite = contrastRatio(onFilled, '#ffffff') === 1
  const step = textIsWhite ? -0.05 : 0.05
  const hover = withLightness(filled, Math.min(0.98, Math.max(0.1, lightnessOf(filled) + step)))
  const ground = surfaces[isLight ? 'light' : 'dark'].surface
  return contrastRatio(hover, ground) >= 3 && contrastRatio(hover, onFilled) >= 4.5 ? hover : filled
}
