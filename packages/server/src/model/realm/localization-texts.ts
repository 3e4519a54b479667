import { InvalidInput } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import type { Realm } from './realm.ts'
import type { RealmSettings } from './realm-settings.ts'
import { updateRealm } from './update-realm.ts'

export type LocalizationTexts = RealmSettings['localizationTexts']

/** They are in memory with every realm that is in use. */
const limits = { key: 255, text: 10_000, all: 1_000_000 } as const

/** Changes the own texts of a realm as they are stored now. Throws InvalidInput for more than a realm may have. */
export async function changeLocalizationTexts(
  tx: Tx,
  realm: Realm,
  decide: (texts: LocalizationTexts) => LocalizationTexts,
): Promise<void> {
  // The first change locks the row; what is decided on is what it gives.
  const stored = await updateRealm(tx, realm, {})
  const localizationTexts = decide(stored.settings.localizationTexts)
  requireLimits(localizationTexts)
  await updateRealm(tx, stored, { settings: { localizationTexts } })
}

export function withTexts(
  all: LocalizationTexts,
  locale: string,
  texts: Readonly<Record<string, string>>,
): LocalizationTexts {
  return { ...all, [locale]: { ...own(all, locale), ...texts } }
}

/** Undefined when there was no such text. The last one takes its language along. */
export function withoutText(all: LocalizationTexts, locale: string, key: string): LocalizationTexts | undefined {
  const texts = own(all, locale)
  if (!texts || !Object.hasOwn(texts, key)) return undefined
  const { [key]: _, ...others } = texts
  return Object.keys(others).length === 0 ? withoutLocale(all, locale) : { ...all, [locale]: others }
}

/** Undefined when there were no texts in this language. */
export function withoutLocale(all: LocalizationTexts, locale: string): LocalizationTexts | undefined {
  if (!own(all, locale)) return undefined
  const { [locale]: _, ...others } = all
  return others
}

/** Those of a language as it is spelt; undefined when there are none. */
export function own(all: LocalizationTexts, locale: string): Readonly<Record<string, string>> | undefined {
  return Object.hasOwn(all, locale) ? all[locale] : undefined
}

function requireLimits(all: LocalizationTexts): void {
  let size = 0
  for (const texts of Object.values(all)) {
    for (const [key, text] of Object.entries(texts)) {
      if (key === '' || key.length > limits.key) throw new InvalidInput('key', 'error-invalid-length', [1, limits.key])
      if (text.length > limits.text) throw new InvalidInput(key, 'error-invalid-length-too-long', [limits.text])
      size += key.length + text.length
    }
  }
  if (size > limits.all) throw new InvalidInput(undefined, 'error-invalid-length-too-long', [limits.all])
}
