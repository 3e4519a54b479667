import type { FormText } from '../spi/form.ts'
import { type LocaleSettings, matchLocale, referenceLocale } from './choose-locale.ts'
import { formatMessage } from './format-message.ts'
import { languageOf, normalizeLocaleTag } from './locale-tag.ts'
import type { MessageBundle, MessageBundles } from './message-bundles.ts'

/** Texts in one reader's language. */
export interface Translator {
  readonly locale: string
  /** The text of a key, of `${key}`, or the fallback that came with it. */
  translate(text: FormText): string
  has(key: string): boolean
}

type Lookup = (key: string) => { readonly locale: string; readonly pattern: string } | undefined

/**
 * A key is looked for in the realm's own texts and the bundle of the reader's language, then of the realm's default
 * language, then in English.
 */
export function createTranslator(
  bundles: MessageBundles,
  locale: string,
  settings?: Pick<LocaleSettings, 'localizationTexts' | 'defaultLocale'>,
): Translator {
  const sources = [locale, settings?.defaultLocale, referenceLocale].flatMap((tag) =>
    tag === undefined ? [] : sourcesOf(bundles, tag, settings?.localizationTexts ?? {}),
  )
  const lookup: Lookup = (key) => {
    for (const source of sources) {
      const pattern = source.texts(key)
      if (pattern !== undefined) return { locale: source.locale, pattern }
    }
    return undefined
  }
  return { locale, translate: (text) => translate(lookup, text), has: (key) => lookup(key) !== undefined }
}

/** Only a whole text of this form is a reference: `Hello ${name}` was written by somebody who meant it. */
const reference = /^\$\{([\w.-]{1,200})\}$/

function translate(lookup: Lookup, text: FormText): string {
  const key = reference.exec(text.key)?.[1] ?? text.key
  const found = lookup(key)
  if (found !== undefined) return formatMessage(found.locale, found.pattern, text.parameters ?? [])
  if (text.fallback === undefined) return key
  const inner = reference.exec(text.fallback)?.[1]
  if (inner === undefined) return text.fallback
  const named = lookup(inner)
  return named === undefined ? inner : formatMessage(named.locale, named.pattern, text.parameters ?? [])
}

interface Source {
  readonly locale: string
  texts(key: string): string | undefined
}

/** `de-AT`: the realm's texts for de-AT, the bundle de-AT, then the realm's for de, the bundle de. */
function sourcesOf(bundles: MessageBundles, tag: string, own: LocaleSettings['localizationTexts']): readonly Source[] {
  const locale = normalizeLocaleTag(tag) ?? referenceLocale
  return [...new Set([locale, languageOf(locale)])].flatMap((candidate) => {
    const ownName = Object.keys(own).find((name) => normalizeLocaleTag(name) === candidate)
    const ownTexts = ownName === undefined ? undefined : own[ownName]
    const bundle = exactBundle(bundles, candidate)
    return [
      ...(ownTexts
        ? [{ locale: candidate, texts: (key: string) => (Object.hasOwn(ownTexts, key) ? ownTexts[key] : undefined) }]
        : []),
      ...(bundle ? [{ locale: candidate, texts: (key: string) => bundle.get(key) }] : []),
    ]
  })
}

function exactBundle(bundles: MessageBundles, locale: string): MessageBundle | undefined {
  const name = matchLocale([...bundles.keys()], locale)
  return name !== undefined && normalizeLocaleTag(name) === locale ? bundles.get(name) : undefined
}
