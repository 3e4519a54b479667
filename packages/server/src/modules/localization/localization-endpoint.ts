import {
  addLocalizationTexts,
  deleteLocalizationText,
  deleteLocalizationTexts,
  getLocalizationText,
  getLocalizationTexts,
  listLocalizedLocales,
  setLocalizationText,
} from '@ztrust/contract/admin/localization'
import { normalizeLocaleTag } from '../../i18n/locale-tag.ts'
import { InvalidInput, NotFound } from '../../kernel/error.ts'
import type { AdminOperation } from '../../model/event/event.ts'
import { recordAdminEvent } from '../../model/event/record-event.ts'
import {
  changeLocalizationTexts,
  type LocalizationTexts,
  own,
  withoutLocale,
  withoutText,
  withTexts,
} from '../../model/realm/localization-texts.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { readTexts } from './read-texts.ts'

const noText = () => new NotFound('text', 'Localization text not found')

export const localizationEndpoints = [
  implement(listLocalizedLocales, async (_, { realm }) =>
    json(Object.keys(realm.realm.settings.localizationTexts).sort()),
  ),

  implement(getLocalizationTexts, async ({ params, query }, { realm }) => {
    const { localizationTexts, internationalizationEnabled, defaultLocale } = realm.realm.settings
    const hasFallback = query.useRealmDefaultLocaleFallback && internationalizationEnabled && defaultLocale
    return json({
      ...(hasFallback ? own(localizationTexts, defaultLocale) : {}),
      ...own(localizationTexts, params.locale),
    })
  }),

  implement(addLocalizationTexts, async ({ params, body }, context) => {
    const locale = requireLocale(params.locale)
    const texts = await readTexts(body, String(context.request.headers['content-type'] ?? ''))
    await change(context, 'UPDATE', [locale], texts, (all) => withTexts(all, locale, texts))
    return empty()
  }),

  implement(deleteLocalizationTexts, async ({ params: { locale } }, context) => {
    await change(context, 'DELETE', [locale], undefined, (all) => {
      const others = withoutLocale(all, locale)
      if (!others) throw new NotFound('text', `No localization texts for locale ${locale} found.`)
      return others
    })
    return empty()
  }),

  implement(getLocalizationText, async ({ params }, { realm }) => {
    const texts = own(realm.realm.settings.localizationTexts, params.locale) ?? {}
    const text = Object.hasOwn(texts, params.key) ? texts[params.key] : undefined
    if (text === undefined) throw noText()
    return { kind: 'bytes', status: 200, mediaType: 'text/plain;charset=UTF-8', body: text }
  }),

  implement(setLocalizationText, async ({ params, body }, context) => {
    const locale = requireLocale(params.locale)
    const texts = { [params.key]: Buffer.from(body).toString('utf8') }
    await change(context, 'UPDATE', [locale, params.key], texts, (all) => withTexts(all, locale, texts))
    return empty()
  }),

  implement(deleteLocalizationText, async ({ params: { locale, key } }, context) => {
    await change(context, 'DELETE', [locale, key], undefined, (all) => {
      const others = withoutText(all, locale, key)
      if (!others) throw noText()
      return others
    })
    return empty()
  }),
]

/** As it was spelt: Keycloak's clients ask for it in the same way. */
function requireLocale(locale: string): string {
  if (normalizeLocaleTag(locale) === undefined) throw new InvalidInput('locale', 'error-invalid-value')
  return locale
}

async function change(
  { server, realm, caller, request }: CallerContext,
  operation: AdminOperation,
  path: readonly string[],
  texts: object | undefined,
  decide: (all: LocalizationTexts) => LocalizationTexts,
): Promise<void> {
  await transact(server.storage, async (tx) => {
    await changeLocalizationTexts(tx, realm.realm, decide)
    const event = {
      operation,
      resourceType: 'REALM',
      resourcePath: ['localization', ...path].join('/'),
      authRealmId: caller.realm.realm.id,
      authClientId: caller.client.client.id,
      authUserId: caller.user.id,
      authSessionId: caller.sessionId,
      ip: request.ip,
      ...(texts ? { representation: JSON.stringify(texts) } : {}),
    }
    await recordAdminEvent(tx, realm, event, server)
  })
}
