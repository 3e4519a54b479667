import { LRUCache } from 'lru-cache'
import { contrastRatio, ensureContrast, mixColors, parseHexColor, readableOn } from './contrast.ts'

export type ColorScheme = 'light' | 'dark'

/** What a realm's brand colour becomes on one scheme's surfaces. */
export interface BrandColors {
  /** Primary buttons, focus rings, checked boxes: at least 3:1 on the card and the page. */
  readonly fill: string
  readonly fillHover: string
  /** Text on `fill` and `fillHover`: at least 4.5:1. */
  readonly onFill: string
  /** Links: at least 4.5:1 on the card, the page and `tint`. */
  readonly text: string
  /** Quiet background of selections. */
  readonly tint: string
}

/** The fixed grounds of login.css that colours are measured against. A test compares the two. */
export const surfaces = {
  light: { page: '#f7f8fa', card: '#ffffff', text: '#14171d', muted: '#5b6472', control: '#858d9b' },
  dark: { page: '#0f1115', card: '#181b20', text: '#eceef2', muted: '#a0a8b5', control: '#6d7583' },
} as const

const defaultBrand = { light: '#4f46e5', dark: '#818cf8' } as const

/** Derives readable colours from whatever a realm chose; anything but a hex colour counts as not chosen. */
export function deriveBrandColors(chosen: string | undefined, scheme: ColorScheme): BrandColors {
  const base = parseHexColor(chosen) ?? defaultBrand[scheme]
  const { page, card } = surfaces[scheme]
  const fill = ensureContrast(base, [page, card], 3)
  const onFill = readableOn(fill)
  const tint = mixColors(card, base, scheme === 'light' ? 0.08 : 0.16)
  return {
    fill,
    fillHover: hoverOf(fill, onFill, [page, card]),
    onFill,
    text: ensureContrast(base, [page, card, tint], 4.5),
    tint,
  }
}

/** A hover moves away from the text on it, as far as it stays visible on the grounds. */
function hoverOf(fill: string, onFill: string, grounds: readonly string[]): string {
  const hover = mixColors(fill, onFill === '#ffffff' ? '#000000' : '#ffffff', 0.12)
  return grounds.every((ground) => contrastRatio(hover, ground) >= 3) ? hover : fill
}

const styleSheets = new LRUCache<string, string>({ max: 500 })

/** The style sheet of a realm's colours: custom properties that login.css uses. Holds hex colours only. */
export function brandStyleSheet(chosen: string | undefined): string {
  const color = parseHexColor(chosen)
  const known = styleSheets.get(color ?? '')
  if (known !== undefined) return known
  const made =
    `:root{${propertiesOf(color, 'light')}}` +
    `@media (prefers-color-scheme:dark){:root{${propertiesOf(color, 'dark')}}}`
  styleSheets.set(color ?? '', made)
  return made
}

function propertiesOf(color: string | undefined, scheme: ColorScheme): string {
  const { fill, fillHover, onFill, text, tint } = deriveBrandColors(color, scheme)
  return `--brand:${fill};--brand-hover:${fillHover};--on-brand:${onFill};--brand-text:${text};--brand-tint:${tint}`
}
