interface Rgb {
  readonly r: number
  readonly g: number
  readonly b: number
}

/** Reads `#rgb` and `#rrggbb` as `#rrggbb` in lower case; undefined for anything else, so it is safe in a style sheet. */
export function parseHexColor(text: string | undefined): string | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text?.trim() ?? '')?.[1]?.toLowerCase()
  if (digits === undefined) return undefined
  return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits}`
}

function toRgb(hex: string): Rgb {
  const value = Number.parseInt((parseHexColor(hex) ?? '#000000').slice(1), 16)
  return { r: (value >> 16) & 255, g: (value >> 8) & 255, b: value & 255 }
}

function toHex({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
}

/** `part` of 0 gives the first colour, 1 the second. */
export function mixColors(first: string, second: string, part: number): string {
  const [a, b] = [toRgb(first), toRgb(second)]
  const between = (from: number, to: number) => from + (to - from) * part
  return toHex({ r: between(a.r, b.r), g: between(a.g, b.g), b: between(a.b, b.b) })
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const linear = (channel: number) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  const { r, g, b } = toRgb(hex)
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/** Contrast ratio, WCAG 2.2: 1 to 21. */
export function contrastRatio(first: string, second: string): number {
  const [one, other] = [luminance(first), luminance(second)]
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

/**
 * The colour itself, or the nearest mix of it with white or black that reaches the ratio on every background. There is
 * always one when the backgrounds are all light or all dark and the ratio is at most 4.5.
 */
export function ensureContrast(color: string, backgrounds: readonly string[], ratio: number): string {
  const reaches = (candidate: string) =>
    backgrounds.every((background) => contrastRatio(candidate, background) >= ratio)
  for (let step = 0; step <= 100; step += 1) {
    for (const pole of ['#000000', '#ffffff']) {
      const candidate = mixColors(color, pole, step / 100)
      if (reaches(candidate)) return candidate
    }
  }
  return color
}

/** White or near-black: the one that is easier to read on the background. One of them always reaches 4.5. */
export function readableOn(background: string): string {
  const [light, dark] = ['#ffffff', '#000000']
  return contrastRatio(light, background) >= 4.5 ? light : dark
}
