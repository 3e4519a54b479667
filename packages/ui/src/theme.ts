import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  parseThemeColor,
  type VariantColorsResolver,
} from '@mantine/core'
import { parseHex } from './contrast.ts'
import { brandColor, buildPalette, type ColorScheme, deriveSchemeColors, surfaces } from './palette.ts'
import { themeComponents } from './theme-components.ts'

export interface ThemeOptions {
  /** `console` is dense with 14-pixel text; `comfortable` has 16-pixel text for the portal and the authenticator. */
  readonly density: 'console' | 'comfortable'
  /** The realm's own colour as `#rrggbb`; anything unreadable is ignored. */
  readonly brandColor?: string | undefined
}

export interface ThemeTexts {
  /** Name of the cross that closes dialogs. */
  readonly close: string
}

const fontFamily =
  "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', sans-serif"
const fontFamilyMonospace = "'JetBrains Mono Variable', ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#f1f3f6',
  '#e4e7ec',
  '#d3d8e0',
  '#b9c0cc',
  '#858e9d',
  '#5c6574',
  '#454d5a',
  '#2c323c',
  '#171b21',
]

const dark: MantineColorsTuple = [
  '#e6e8ec',
  '#c6cad2',
  '#9aa2af',
  '#838c9a',
  '#3b414c',
  '#2c313a',
  '#1e2228',
  '#181b20',
  '#111317',
  '#0b0d12',
]

const sizes = {
  console: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  comfortable: { xs: '0.8125rem', sm: '0.875rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' },
} as const

/** The Mantine theme of every ZTrust page. Colours of controls come from `resolveThemeVariables`. */
export function createZTrustTheme(options: ThemeOptions, texts: ThemeTexts): MantineThemeOverride {
  const brand = parseHex(options.brandColor ?? '') === undefined ? brandColor : (options.brandColor ?? brandColor)
  return createTheme({
    primaryColor: 'brand',
    primaryShade: { light: 6, dark: 4 },
    autoContrast: true,
    variantColorResolver: resolveVariant,
    white: '#ffffff',
    black: '#171b21',
    colors: {
      brand: buildPalette(brand),
      gray,
      dark,
      green: buildPalette('#15803d'),
      yellow: buildPalette('#b45309'),
      red: buildPalette('#d22f2f'),
      blue: buildPalette('#1d6fd8'),
    },
    fontFamily,
    fontFamilyMonospace,
    fontSizes: sizes[options.density],
    fontWeights: { regular: '400', medium: '500', bold: '600' },
    lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
    headings: {
      fontFamily,
      fontWeight: '600',
      textWrap: 'balance',
      sizes: {
        h1: { fontSize: '1.75rem', lineHeight: '1.25' },
        h2: { fontSize: '1.25rem', lineHeight: '1.35' },
        h3: { fontSize: '1rem', lineHeight: '1.45' },
        h4: { fontSize: '0.875rem', lineHeight: '1.5' },
        h5: { fontSize: '0.8125rem', lineHeight: '1.5' },
        h6: { fontSize: '0.75rem', lineHeight: '1.5' },
      },
    },
    spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
    radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem', xl: '1rem' },
    defaultRadius: 'md',
    respectReducedMotion: true,
    cursorType: 'pointer',
    components: themeComponents(options.density, texts),
  })
}

/** Text on a filled control comes from the measured contrast of the scheme, which Mantine's own resolver cannot know. */
const resolveVariant: VariantColorsResolver = (input) => {
  const result = defaultVariantColorsResolver(input)
  const parsed = parseThemeColor({ color: input.color ?? input.theme.primaryColor, theme: input.theme })
  if (!parsed.isThemeColor || parsed.shade !== undefined) return result
  if (input.variant === 'filled') return { ...result, color: `var(--mantine-color-${parsed.color}-contrast)` }
  if (input.variant === 'white') return { ...result, color: `var(--mantine-color-${parsed.color}-9)` }
  return result
}

/** CSS variables of both schemes: neutral grounds, and for every colour of the theme its measured roles. */
export const resolveThemeVariables: CSSVariablesResolver = (theme) => {
  const schemeVariables = (scheme: ColorScheme): Record<string, string> => {
    const variables: Record<string, string> = { ...neutralVariables(scheme) }
    for (const [name, palette] of Object.entries(theme.colors)) {
      const colors = deriveSchemeColors(palette, scheme)
      const prefix = `--mantine-color-${name}`
      variables[`${prefix}-filled`] = colors.filled
      variables[`${prefix}-filled-hover`] = colors.filledHover
      variables[`${prefix}-contrast`] = colors.onFilled
      variables[`${prefix}-text`] = colors.text
      variables[`${prefix}-light`] = colors.light
      variables[`${prefix}-light-hover`] = colors.lightHover
      variables[`${prefix}-light-color`] = colors.onLight
      variables[`${prefix}-outline`] = colors.outline
      variables[`${prefix}-outline-hover`] = colors.light
    }
    variables['--mantine-primary-color-contrast'] = `var(--mantine-color-${theme.primaryColor}-contrast)`
    variables['--mantine-color-anchor'] = `var(--mantine-color-${theme.primaryColor}-text)`
    variables['--mantine-color-error'] = 'var(--mantine-color-red-text)'
    variables['--mantine-color-success'] = 'var(--mantine-color-green-text)'
    return variables
  }
  return {
    variables: { '--zt-content-width': '40rem', '--zt-motion-fast': '120ms', '--zt-motion': '160ms' },
    light: schemeVariables('light'),
    dark: schemeVariables('dark'),
  }
}

function neutralVariables(scheme: ColorScheme): Record<string, string> {
  const ground = surfaces[scheme]
  const isLight = scheme === 'light'
  return {
    '--zt-canvas': ground.canvas,
    '--zt-surface': ground.surface,
    '--zt-raised': ground.raised,
    '--zt-sunken': ground.sunken,
    '--zt-border': ground.border,
    '--zt-shadow': isLight ? '0 1px 2px rgb(16 24 40 / 5%)' : 'none',
    '--zt-shadow-raised': isLight ? '0 8px 24px rgb(16 24 40 / 12%)' : '0 8px 24px rgb(0 0 0 / 50%)',
    '--mantine-color-body': ground.surface,
    '--mantine-color-text': isLight ? '#171b21' : '#e6e8ec',
    '--mantine-color-bright': isLight ? '#0b0d12' : '#ffffff',
    '--mantine-color-dimmed': isLight ? '#5c6574' : '#9aa2af',
    '--mantine-color-placeholder': isLight ? '#6b7483' : '#8e96a4',
    '--mantine-color-default': isLight ? '#ffffff' : '#1e2228',
    '--mantine-color-default-hover': isLight ? '#f3f5f8' : '#262b33',
    '--mantine-color-default-color': isLight ? '#171b21' : '#e6e8ec',
    '--mantine-color-default-border': isLight ? '#d3d8e0' : '#3b414c',
    '--mantine-color-disabled': ground.sunken,
    '--mantine-color-disabled-color': isLight ? '#6b7483' : '#8e96a4',
    '--mantine-color-disabled-border': ground.border,
  }
}
