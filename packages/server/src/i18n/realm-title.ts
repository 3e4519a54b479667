import type { RealmSettings } from '../model/realm/realm-settings.ts'
import type { Translator } from './translator.ts'

/** What people call a realm: its display name, else its name. */
export function realmTitle(
  realm: { readonly name: string; readonly settings: Pick<RealmSettings, 'displayName'> },
  translator: Translator,
): string {
  const displayName = realm.settings.displayName?.trim()
  // Only `${key}` is looked up: a realm may well be called as some text is.
  return displayName?.startsWith('${') ? translator.translate({ key: displayName }) : displayName || realm.name
}
