/** sRGB colour, each channel 0 to 1. */
export interface Rgb {
  readonly r: number
  readonly g: number
  readonly b: number
}

/** OKLCH: perceived lightness 0 to 1, chroma, hue in radians. Steps of lightness look even, which HSL's do not. */
interface Oklch {
  readonly l: number
  readonly c: number
  readonly h: number
}

/** Reads `#rgb` and `#rrggbb`; undefined for anything else. */
export function parseHex(text: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]
  if (digits === undefined) return undefined
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits
  const value = Number.parseInt(full, 16)
  return { r: ((value >> 16) & 255) / 255, g: ((value >> 8) & 255) / 255, b: (value & 255) / 255 }
}

export function toHex({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map((channel) => toByte(channel).toString(16).padStart(2, '0')).join('')}`
}

function toByte(channel: number): number {
  return Math.round(Math.min(1, Math.max(0, channel)) * 255)
}

function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}

function fromLinear(channel: number): number {
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * Math.max(0, channel) ** (1 / 2.4) - 0.055
}

/** Contrast ratio of WCAG 2.2, from 1 to 21. Colours are hex; unreadable ones count as black. */
export function contrastRatio(one: string, other: string): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((bright ?? 0) + 0.05) / ((dim ?? 0) + 0.05)
}

function luminance(hex: string): number {
  const { r, g, b } = parseHex(hex) ?? { r: 0, g: 0, b: 0 }
  return 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b)
}

/** The first of the candidates that reaches 4.5:1 on the background, else the one with the most contrast. */
export function readableOn(background: string, candidates: readonly string[] = ['#ffffff', '#0b0d12']): string {
  const reaching = candidates.find((candidate) => contrastRatio(candidate, background) >= 4.5)
  if (reaching !== undefined) return reaching
  return [...candidates].sort((a, b) => contrastRatio(b, background) - contrastRatio(a, background))[0] ?? '#000000'
}

/** The colour itself, or the nearest lightness of its hue that reaches the ratio on every given background. */
export function ensureContrast(color: string, backgrounds: readonly string[], ratio: number): string {
  const reaches = (candidate: string) =>
    backgrounds.every((background) => contrastRatio(candidate, background) >= ratio)
  if (reaches(color)) return color
  const start = toOklch(color)
  for (let step = 1; step <= 100; step += 1) {
    for (const direction of [-1, 1]) {
      const l = start.l + direction * step * 0.01
      if (l < 0 || l > 1) continue
      const candidate = fromOklch({ ...start, l })
      if (reaches(candidate)) return candidate
    }
  }
  return readableOn(backgrounds[0] ?? '#ffffff', ['#ffffff', '#000000'])
}

/** The colour with another perceived lightness (0 to 1), chroma scaled by `chroma`. */
export function withLightness(color: string, lightness: number, chroma = 1): string {
  const value = toOklch(color)
  return fromOklch({ l: lightness, c: value.c * chroma, h: value.h })
}

export function lightnessOf(color: string): number {
  return toOklch(color).l
}

/** `amount` of 0 gives the first colour, 1 the second. */
export function mixColors(first: string, second: string, amount: number): string {
  const a = parseHex(first) ?? { r: 0, g: 0, b: 0 }
  const b = parseHex(second) ?? { r: 0, g: 0, b: 0 }
  const between = (from: number, to: number) => from + (to - from) * amount
  return toHex({ r: between(a.r, b.r), g: between(a.g, b.g), b: between(a.b, b.b) })
}

function toOklch(hex: string): Oklch {
  const rgb = parseHex(hex) ?? { r: 0, g: 0, b: 0 }
  const [r, g, b] = [toLinear(rgb.r), toLinear(rgb.g), toLinear(rgb.b)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  const green = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const blue = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return { l: lightness, c: Math.hypot(green, blue), h: Math.atan2(blue, green) }
}

/** Chroma is reduced until the colour exists in sRGB, so that hue and lightness stay. */
function fromOklch(color: Oklch): string {
  for (let part = 1; part >= 0; part -= 0.05) {
    const rgb = oklchToRgb({ ...color, c: color.c * part })
    if ([rgb.r, rgb.g, rgb.b].every((channel) => channel >= -0.001 && channel <= 1.001)) return toHex(rgb)
  }
  return toHex(oklchToRgb({ ...color, c: 0 }))
}

function oklchToRgb({ l: lightness, c, h }: Oklch): Rgb {
  const green = c * Math.cos(h)
  const blue = c * Math.sin(h)
  const l = (lightness + 0.3963377774 * green + 0.2158037573 * blue) ** 3
  const m = (lightness - 0.1055613458 * green - 0.0638541728 * blue) ** 3
  const s = (lightness - 0.0894841775 * green - 1.291485548 * blue) ** 3
  return {
    r: fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    g: fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    b: fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  }
}
