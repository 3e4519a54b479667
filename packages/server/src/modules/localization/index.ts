/**
 * Texts of a realm's own, which stand above those of the bundles on its login pages and in its mails: `i18n/translator.ts`
 * reads them from the realm's settings, escapes what they and their parameters say, and falls back to the bundles.
 *
 *   /admin/realms/{realm}/localization, .../{locale}, .../{locale}/{key}
 */
import { defineModule } from '../../spi/module.ts'
import { localizationEndpoints } from './localization-endpoint.ts'

export const localizationModule = defineModule({ id: 'localization', endpoints: localizationEndpoints })
