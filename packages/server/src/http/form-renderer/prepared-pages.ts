import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Form } from '../../spi/form.ts'
import type { FormContext } from './form-renderer.ts'
import { withLocale } from './language-address.ts'
import { safeLink, safeWebAddress } from './safe-url.ts'

export type RenderPage = (form: Form, context: FormContext) => string

/** What differs between two showings of one page. */
interface Particulars {
  readonly nonce: string
  readonly url: string | undefined
  /** Address of the form, addresses of its links, its hidden values. */
  readonly values: readonly string[]
}

/** A page cut at its holes: one more piece than holes. */
interface PreparedPage {
  readonly pieces: readonly string[]
  readonly holes: readonly ((particulars: Particulars) => string)[]
}

/** A page is small; a flood of pages that are all different must not push memory. */
const keptPages = 500

/**
 * Renders each page of a realm once: showings of a page differ in their addresses, hidden values and nonce alone, and
 * running a template costs a hundred times what filling these in costs. A page is prepared when it is shown for the
 * second time; what else differs (a name that was typed, a client) makes it another page.
 */
export function createPreparedPages(render: RenderPage): RenderPage {
  const mark = `/hole-${randomBytes(12).toString('hex')}-`
  const pages = new LRUCache<string, PreparedPage | 'seen'>({ max: keptPages })
  return (form, context) => {
    const particulars = collect(form, context)
    if (!particulars) return render(form, context)
    const marked = putMarks(form, mark)
    const key = keyOf(marked, context)
    const known = pages.get(key)
    if (known === undefined) pages.set(key, 'seen')
    if (known === undefined) return render(form, context)
    const page = known === 'seen' ? cut(render(marked, markContext(context, mark)), mark) : known
    pages.set(key, page)
    return fill(page, particulars)
  }
}

/** Undefined where an address would not go into the page as it is: the template decides what becomes of it. */
function collect({ action, links, hidden = {} }: Form, { nonce, url }: FormContext): Particulars | undefined {
  const hrefs = links.map((link) => link.href)
  if (action !== undefined && safeWebAddress(action) === undefined) return undefined
  if (hrefs.some((href) => safeLink(href) === undefined)) return undefined
  return { nonce, url, values: [action ?? '', ...hrefs, ...Object.values(hidden)] }
}

/** The same page with marks in place of its particulars, in the order of `collect`. Empty stays empty. */
function putMarks(form: Form, mark: string): Form {
  let index = 0
  const next = (value: string | undefined) => {
    const name = `${mark}${index}.`
    index += 1
    return value ? name : ''
  }
  const action = next(form.action)
  const links = form.links.map((link) => ({ ...link, href: next(link.href) }))
  const hidden =
    form.hidden && Object.fromEntries(Object.entries(form.hidden).map(([key, value]) => [key, next(value)]))
  return { ...form, ...(form.action === undefined ? {} : { action }), links, ...(hidden ? { hidden } : {}) }
}

function markContext({ nonce: _, url, ...context }: FormContext, mark: string): FormContext {
  return { ...context, nonce: `${mark}nonce.`, ...(url === undefined ? {} : { url: `${mark}url.` }) }
}

const numbers = new WeakMap<object, number>()
let lastNumber = 0

/** Settings are immutable: a realm that was changed has others. */
function numberOf(settings: object): number {
  const number = numbers.get(settings) ?? lastNumber + 1
  if (number > lastNumber) {
    lastNumber = number
    numbers.set(settings, number)
  }
  return number
}

function keyOf(marked: Form, { realm, locale, url }: FormContext): string {
  const owner = realm ? `${numberOf(realm.settings)} ${realm.name}` : ''
  return `${owner}\n${locale}\n${url === undefined ? '' : 'url'}\n${JSON.stringify(marked)}`
}

function cut(html: string, mark: string): PreparedPage {
  const pieces: string[] = []
  const holes: PreparedPage['holes'][number][] = []
  let from = 0
  for (const found of html.matchAll(new RegExp(`${mark}(\\w+)\\.(?:\\?kc_locale=([\\w-]+))?`, 'g'))) {
    const [text, name = '', locale = ''] = found
    pieces.push(html.slice(from, found.index))
    holes.push(holeOf(name, locale))
    from = found.index + text.length
  }
  return { pieces: [...pieces, html.slice(from)], holes }
}

function holeOf(name: string, locale: string): PreparedPage['holes'][number] {
  if (name === 'nonce') return ({ nonce }) => nonce
  if (name === 'url') return ({ url = '' }) => withLocale(url, locale)
  const index = Number(name)
  return ({ values }) => values[index] ?? ''
}

function fill({ pieces, holes }: PreparedPage, particulars: Particulars): string {
  let html = pieces[0] ?? ''
  holes.forEach((hole, index) => {
    html += escapeAsTemplates(hole(particulars)) + (pieces[index + 1] ?? '')
  })
  return html
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }

/** As LiquidJS escapes what templates print. */
function escapeAsTemplates(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => escapes[character] ?? '') : text
}
