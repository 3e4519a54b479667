import type { FastifyRequest } from 'fastify'
import { chooseLocale, chooseRealmLocale, type LocaleWishes, referenceLocale } from '../i18n/choose-locale.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { FormReply } from '../spi/reply.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { readCookies } from './cookies.ts'
import { createFormRenderer, type FormRenderer } from './form-renderer/form-renderer.ts'

/** Remembers the language chosen in the menu. Keycloak's name. */
export const localeCookie = 'KEYCLOAK_LOCALE'

/** Languages of pages that belong to no realm: those the login theme comes with. */
const ownLocales = ['en', 'de', 'fr']

export interface RenderedPage {
  readonly text: string
  readonly mediaType: string
  /** The language, when the menu was used for this request: to be remembered. */
  readonly chosenLocale?: string
}

export interface PageRenderer {
  render(
    request: FastifyRequest,
    reply: FormReply,
    context: { readonly nonce: string; readonly realm?: RealmSnapshot },
  ): RenderedPage
}

/** Renders a form as HTML for browsers, as JSON for native apps that accept nothing else. */
export function createPageRenderer(server: ServerContext): PageRenderer {
  const basePath = new URL(server.urls.base).pathname.replace(/\/$/, '')
  let made: FormRenderer | undefined
  // With the first page: reading the templates would keep the start waiting.
  const formRenderer = () => {
    made ??= createFormRenderer({ basePath })
    return made
  }
  return {
    render(request, { form, locales }, { nonce, realm }) {
      const renderer = formRenderer()
      const wishes = wishesOf(request, locales)
      const settings = realm?.realm.settings
      const locale = settings
        ? chooseRealmLocale(settings, wishes)
        : (chooseLocale(ownLocales, wishes) ?? referenceLocale)
      const named = realm && settings ? { realm: { name: realm.realm.name, settings } } : {}
      const accept = request.headers.accept ?? ''
      if (accept.includes('application/json') && !accept.includes('text/html')) {
        return { text: JSON.stringify(renderer.json(form, { locale, ...named })), mediaType: 'application/json' }
      }
      const url = request.method === 'GET' ? { url: request.url } : {}
      const text = renderer.html(form, { locale, nonce, ...named, ...url })
      const chosen = wishes.kcLocale ? { chosenLocale: locale } : {}
      return { text, mediaType: 'text/html; charset=utf-8', ...chosen }
    },
  }
}

function wishesOf(request: FastifyRequest, known: FormReply['locales']): LocaleWishes {
  const query = request.query as Record<string, unknown>
  return {
    kcLocale: textOf(query['kc_locale']),
    uiLocales: textOf(query['ui_locales']) ?? known?.asked,
    cookie: readCookies(request)[localeCookie],
    user: known?.user,
    acceptLanguage: request.headers['accept-language'],
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 200) : undefined
}
