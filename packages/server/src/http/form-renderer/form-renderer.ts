import { type LocaleSettings, referenceLocale, supportedLocalesOf } from '../../i18n/choose-locale.ts'
import { directionOf, normalizeLocaleTag, ownNameOf } from '../../i18n/locale-tag.ts'
import { loadMessageBundles } from '../../i18n/message-bundles.ts'
import { createTranslator, type Translator } from '../../i18n/translator.ts'
import type { Realm } from '../../model/realm/realm.ts'
import type { Form } from '../../spi/form.ts'
import { type BrandSettings, brandOf, productName } from './brand.ts'
import { type FormJson, toFormJson } from './form-json.ts'
import { buildFormView } from './form-view.ts'
import { withLocale } from './language-address.ts'
import { loginResources } from './login-resources.ts'
import { createPreparedPages } from './prepared-pages.ts'
import { createTemplateEngine } from './template-engine.ts'

export interface FormRendererOptions {
  /** Path before `/resources`: empty, or the base path of the server's public address. No trailing slash. */
  readonly basePath?: string
}

export interface FormContext {
  /** The realm whose page it is; absent on pages of the server itself (welcome, unknown realm). */
  readonly realm?: { readonly name: Realm['name']; readonly settings: BrandSettings & LocaleSettings }
  /** Chosen by `chooseRealmLocale`. */
  readonly locale: string
  /** Goes into the Content-Security-Policy of the same response (`pagePolicy`). Fresh for every response. */
  readonly nonce: string
  /** Path and query that show this page by GET, for the language menu. Pages of a sign-in need none. */
  readonly url?: string
}

export interface FormRenderer {
  /** A complete page. */
  html(form: Form, context: FormContext): string
  /** The same for native apps (`Accept: application/json`). */
  json(form: Form, context: Pick<FormContext, 'realm' | 'locale'>): FormJson
}

/** Reads templates and texts once; rendering is synchronous and touches no file. */
export function createFormRenderer(options: FormRendererOptions = {}): FormRenderer {
  const engine = createTemplateEngine('login')
  const bundles = loadMessageBundles('login')
  const resources = `${options.basePath ?? ''}/resources/${loginResources().hash}/login`
  const translatorOf = ({ locale, realm }: Pick<FormContext, 'realm' | 'locale'>) =>
    createTranslator(bundles, locale, realm?.settings)
  const html = createPreparedPages((form, context) => {
    const translator = translatorOf(context)
    const view = buildFormView(form, translator)
    const scope = { page: buildPage(view, context, translator, resources), form: view, data: view.data }
    return engine.render(engine.has(form.id) ? form.id : 'form', scope, translator)
  })
  return {
    html: (form, context) => html(form, { ...context, ...pageAddress(form, context) }),
    json: (form, context) => toFormJson(form, translatorOf(context)),
  }
}

/** The answer to a post is shown again by GET where its form posts to: the sign-in stands in the query. */
function pageAddress(form: Form, { url }: FormContext): Pick<FormContext, 'url'> {
  if (url !== undefined) return { url }
  return form.action?.includes('/login-actions/') ? { url: form.action } : {}
}

function buildPage(
  view: { readonly title: string; readonly hasLoginTitle: boolean },
  context: FormContext,
  translator: Translator,
  resources: string,
) {
  const brand = brandOf(context.realm, translator)
  const locale = normalizeLocaleTag(context.locale) ?? referenceLocale
  return {
    ...brand,
    title: view.hasLoginTitle
      ? translator.translate({ key: 'loginTitle', parameters: [brand.name] })
      : `${view.title} · ${brand.name}`,
    product: productName,
    lang: locale,
    dir: directionOf(locale),
    nonce: context.nonce,
    resources,
    languages: languagesOf(context),
    languageName: ownNameOf(locale),
  }
}

function languagesOf({ realm, locale, url }: FormContext) {
  const supported = realm ? supportedLocalesOf(realm.settings) : []
  if (url === undefined || supported.length < 2) return []
  const current = normalizeLocaleTag(locale)
  return supported
    .map((tag) => ({
      tag: normalizeLocaleTag(tag) ?? tag,
      name: ownNameOf(tag),
      href: withLocale(url, tag),
      isCurrent: normalizeLocaleTag(tag) === current,
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}
