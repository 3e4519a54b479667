import type { RealmSettings } from '../model/realm/realm-settings.ts'
import { languageOf, normalizeLocaleTag } from './locale-tag.ts'

/** Where a wish for a language may come from, strongest first. */
export interface LocaleWishes {
  /** `kc_locale`, which the language menu sends. */
  readonly kcLocale?: string | undefined
  /** `ui_locales` of OpenID Connect: tags separated by spaces, best first. */
  readonly uiLocales?: string | undefined
  /** The cookie KEYCLOAK_LOCALE. */
  readonly cookie?: string | undefined
  /** The user's attribute `locale`. */
  readonly user?: string | undefined
  readonly acceptLanguage?: string | undefined
}

export type LocaleSettings = Pick<
  RealmSettings,
  'internationalizationEnabled' | 'supportedLocales' | 'defaultLocale' | 'localizationTexts'
>

export const referenceLocale = 'en'

/** Longest header that is read; longer ones are no browser's. */
const maxAcceptLanguageLength = 500

/** Languages of a realm's pages; English alone while internationalization is off. */
export function supportedLocalesOf(settings: LocaleSettings): readonly string[] {
  if (!settings.internationalizationEnabled) return [referenceLocale]
  const fallback = settings.defaultLocale ? [settings.defaultLocale] : [referenceLocale]
  return settings.supportedLocales.length > 0 ? settings.supportedLocales : fallback
}

/** The language of a realm's page: the first wish that the realm supports, else the realm's default, else English. */
export function chooseRealmLocale(settings: LocaleSettings, wishes: LocaleWishes): string {
  if (!settings.internationalizationEnabled) return referenceLocale
  return chooseLocale(supportedLocalesOf(settings), wishes) ?? settings.defaultLocale ?? referenceLocale
}

/** The first wish that is supported: the same tag, else the same language. Undefined when none is. */
export function chooseLocale(supported: readonly string[], wishes: LocaleWishes): string | undefined {
  const ordered = [
    wishes.kcLocale,
    ...(wishes.uiLocales?.split(/\s+/, 10) ?? []),
    wishes.cookie,
    wishes.user,
    ...parseAcceptLanguage(wishes.acceptLanguage),
  ]
  for (const wish of ordered) {
    const found = wish ? matchLocale(supported, wish) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** The supported tag that serves a wish best, as the realm spells it. */
export function matchLocale(supported: readonly string[], wish: string): string | undefined {
  const tag = normalizeLocaleTag(wish)
  if (tag === undefined) return undefined
  const same = supported.find((candidate) => normalizeLocaleTag(candidate) === tag)
  if (same !== undefined) return same
  const language = languageOf(tag)
  return (
    supported.find((candidate) => candidate.toLowerCase() === language) ??
    supported.find((candidate) => languageOf(candidate) === language)
  )
}

/** Tags of an Accept-Language header by quality (RFC 9110, section 12.5.4); `*` and quality 0 are left out. */
export function parseAcceptLanguage(header: string | undefined): readonly string[] {
  if (header === undefined) return []
  return header
    .slice(0, maxAcceptLanguageLength)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const quality = parameters.find((parameter) => parameter.toLowerCase().startsWith('q='))
      return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) }
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
}
