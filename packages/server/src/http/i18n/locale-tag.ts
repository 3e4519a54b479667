const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** `pt_BR` (Keycloak's way) and `PT-br` become `pt-BR`; undefined for what is no language tag (BCP 47). */
export function normalizeLocaleTag(text: string): string | undefined {
  if (text.length > 35) return undefined
  try {
    return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0]
  } catch {
    return undefined
  }
}

export function languageOf(tag: string): string {
  return tag.split(/[-_]/)[0]?.toLowerCase() ?? ''
}

export function directionOf(tag: string): 'ltr' | 'rtl' {
  return rightToLeft.has(languageOf(tag)) ? 'rtl' : 'ltr'
}

/** The language's name in itself: `Deutsch`. */
export function ownNameOf(tag: string): string {
  const normal = normalizeLocaleTag(tag)
  if (normal === undefined) return tag
  const name = new Intl.DisplayNames([normal], { type: 'language', fallback: 'code' }).of(normal) ?? normal
  return name.charAt(0).toLocaleUpperCase(normal) + name.slice(1)
}
