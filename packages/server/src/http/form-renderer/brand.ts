import { realmTitle } from '../../i18n/realm-title.ts'
import { escapeHtml, toSimpleMarkup } from '../../i18n/simple-markup.ts'
import type { Translator } from '../../i18n/translator.ts'
import type { RealmSettings } from '../../model/realm/realm-settings.ts'
import { brandStyleSheet } from './brand-colors.ts'
import { safeImage } from './safe-url.ts'

export interface Brand {
  readonly name: string
  /** The name with the emphasis that the realm gave it. Safe to print as it is. */
  readonly nameHtml: string
  readonly logoUrl: string
  readonly styleSheet: string
}

export type BrandSettings = Pick<RealmSettings, 'displayName' | 'displayNameHtml' | 'attributes'>

export const productName = 'ZTrust'

/** How a realm presents itself; ZTrust's own look where it has not said. */
export function brandOf(realm: { name: string; settings: BrandSettings } | undefined, translator: Translator): Brand {
  const name = realm ? realmTitle(realm, translator) : productName
  const markup = toSimpleMarkup(realm?.settings.displayNameHtml ?? '')
  return {
    name,
    nameHtml: markup === '' ? escapeHtml(name) : markup,
    logoUrl: safeImage(realm?.settings.attributes['brandLogoUrl']) ?? '',
    styleSheet: brandStyleSheet(realm?.settings.attributes['brandColor']),
  }
}
