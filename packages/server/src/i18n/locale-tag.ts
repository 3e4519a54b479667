import { LRUCache } from 'lru-cache'

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** Asking Intl costs more than a page's other work; tags come from requests too, so the number kept is bounded. */
const canonicalTags = new LRUCache<string, { readonly tag: string | undefined }>({ max: 500 })
const ownNames = new LRUCache<string, string>({ max: 500 })

/** `pt_BR` (Keycloak's way) and `PT-br` become `pt-BR`; undefined for what is no language tag (BCP 47). */
export function normalizeLocaleTag(text: string): string | undefined {
  if (text.length > 35) return undefined
  const known = canonicalTags.get(text)
  if (known !== undefined) return known.tag
  const tag = canonicalize(text)
  canonicalTags.set(text, { tag })
  return tag
}

function canonicalize(text: string): string | undefined {
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
  const known = ownNames.get(normal)
  if (known !== undefined) return known
  const name = new Intl.DisplayNames([normal], { type: 'language', fallback: 'code' }).of(normal) ?? normal
  const capitalized = name.charAt(0).toLocaleUpperCase(normal) + name.slice(1)
  ownNames.set(normal, capitalized)
  return capitalized
}
