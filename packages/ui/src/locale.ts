const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** Direction of a language tag such as `ar-EG`. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return rightToLeft.has(locale.toLowerCase().split(/[-_]/)[0] ?? '') ? 'rtl' : 'ltr'
}

/**
 * The first wish that is supported: the same tag, else the same language. `en` (the first supported one) otherwise.
 * Keycloak writes `pt_BR` and `pt-BR` alike.
 */
export function chooseLocale(supported: readonly string[], wishes: readonly (string | null | undefined)[]): string {
  const normal = (tag: string) => tag.trim().replace('_', '-').toLowerCase()
  for (const wish of wishes) {
    if (!wish) continue
    const same = supported.find((tag) => normal(tag) === normal(wish))
    if (same !== undefined) return same
    const language = normal(wish).split('-')[0]
    const near = supported.find((tag) => normal(tag).split('-')[0] === language)
    if (near !== undefined) return near
  }
  return supported[0] ?? 'en'
}

/** Wishes in order: `?kc_locale`, the account's locale, the last choice on this device, the browser's languages. */
export function readLocaleWishes(accountLocale?: string | null): readonly (string | null | undefined)[] {
  const requested = new URLSearchParams(window.location.search).get('kc_locale')
  return [requested, accountLocale, readStoredLocale(), ...navigator.languages]
}

const storageKey = 'ztrust.locale'

function readStoredLocale(): string | null {
  try {
    return window.localStorage.getItem(storageKey)
  } catch {
    return null // storage is refused in some private windows
  }
}

export function storeLocale(locale: string): void {
  try {
    window.localStorage.setItem(storageKey, locale)
  } catch {
    // The choice then lasts as long as the page.
  }
}
