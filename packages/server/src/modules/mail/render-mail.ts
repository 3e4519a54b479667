import { chooseRealmLocale } from '../../i18n/choose-locale.ts'
import { directionOf, normalizeLocaleTag } from '../../i18n/locale-tag.ts'
import { loadMessageBundles, type MessageBundles } from '../../i18n/message-bundles.ts'
import { realmTitle } from '../../i18n/realm-title.ts'
import { escapeHtml } from '../../i18n/simple-markup.ts'
import { createTranslator, type Translator } from '../../i18n/translator.ts'
import type { Realm } from '../../model/realm/realm.ts'
import type { Mail, MailParameter } from '../../spi/mail.ts'
import { createMailFrame, type MailFrame } from './mail-frame.ts'
import { toMailMarkup } from './mail-markup.ts'

export interface RenderedMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

let loaded: { readonly bundles: MessageBundles; readonly frame: MailFrame } | undefined

/** The words of a mail in the reader's language, as text and as HTML, in the frame of the realm. */
export function renderMail(mail: Mail, realm: Realm): RenderedMail {
  // With the first mail: many servers send none.
  loaded ??= { bundles: loadMessageBundles('email'), frame: createMailFrame() }
  const { settings } = realm
  const locale = chooseRealmLocale(settings, { user: mail.to.locale })
  const translator = createTranslator(loaded.bundles, locale, settings)
  const write = (parameter: MailParameter) => writeParameter(parameter, translator)
  const parameters = mail.parameters.map(write)
  const subject = translator.translate({
    key: `${mail.text}Subject`,
    parameters: (mail.subjectParameters ?? []).map(write),
  })
  const body = translator.translate({ key: `${mail.text}Body`, parameters })
  const html = translator.translate({
    key: `${mail.text}BodyHtml`,
    parameters: parameters.map((one) => escapeHtml(String(one))),
    fallback: '',
  })
  const scope = {
    subject,
    realmName: realmTitle(realm, translator),
    lang: normalizeLocaleTag(locale) ?? 'en',
    dir: directionOf(locale),
  }
  return {
    // A line break would end the header.
    subject: subject.replace(/\s+/g, ' ').trim(),
    text: loaded.frame.text({ ...scope, body }),
    html: loaded.frame.html({ ...scope, body: toMailMarkup(html === '' ? paragraphsOf(body) : html) }),
  }
}

/** Realms may have a text of their own without its HTML. */
function paragraphsOf(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('')
}

const units = [
  { name: 'days', minutes: 1440 },
  { name: 'hours', minutes: 60 },
  { name: 'minutes', minutes: 1 },
] as const

function writeParameter(parameter: MailParameter, translator: Translator): string | number {
  if (typeof parameter !== 'object') return parameter
  if ('texts' in parameter) return parameter.texts.map((one) => translator.translate(one)).join(', ')
  if ('moment' in parameter) {
    const format = new Intl.DateTimeFormat(normalizeLocaleTag(translator.locale) ?? 'en', {
      dateStyle: 'long',
      timeStyle: 'long',
      timeZone: 'UTC',
    })
    return format.format(parameter.moment)
  }
  // As Keycloak: the largest unit that comes out even.
  const unit = units.find((one) => parameter.minutes > 0 && parameter.minutes % one.minutes === 0) ?? units[2]
  const count = parameter.minutes / unit.minutes
  const name = translator.translate({ key: `linkExpirationFormatter.timePeriodUnit.${unit.name}`, parameters: [count] })
  return `${count} ${name}`
}
