import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Liquid } from 'liquidjs'
import { LRUCache } from 'lru-cache'
import { toPlainText } from '../../i18n/simple-markup.ts'
import { findThemeFolder } from '../../i18n/theme-folder.ts'
import type { Translator } from '../../i18n/translator.ts'
import { drawQrPath } from './qr-path.ts'
import { safeImage, safeLink, safeWebAddress } from './safe-url.ts'

/** What every template and partial sees, beside the values given to it. */
interface PageScope {
  readonly page: unknown
  readonly form: unknown
  readonly data: unknown
}

export interface TemplateEngine {
  has(template: string): boolean
  render(template: string, scope: PageScope, translator: Translator): string
}

/** Bounds of one page, far above what ours need: templates may once be written by administrators of realms. */
const limits = { parseLimit: 1_000_000, renderLimit: 5_000, memoryLimit: 10_000_000 }

/** Reads all templates of a theme once; no file is read while pages are rendered. */
export function createTemplateEngine(theme: string): TemplateEngine {
  const folder = join(findThemeFolder(theme), 'templates')
  const templates = Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.liquid'))
      .map((file) => [basename(file, '.liquid'), readFileSync(join(folder, file), 'utf8')]),
  )
  const liquid = new Liquid({ templates, cache: true, outputEscape: 'escape', ownPropertyOnly: true, ...limits })
  // Partials see `globals` only, so the globals of a rendering lead its filters to its language.
  const translators = new WeakMap<object, Translator>()
  liquid.registerFilter('t', function (key: unknown, ...parameters: unknown[]) {
    const translator = translators.get(this.context.globals)
    return translator?.translate({ key: String(key), parameters: parameters.map(toParameter) }) ?? ''
  })
  liquid.registerFilter('link', (address: unknown) => safeLink(address) ?? '')
  liquid.registerFilter('web', (address: unknown) => safeWebAddress(address) ?? '')
  liquid.registerFilter('plain', (html: unknown) => toPlainText(String(html ?? '')))
  liquid.registerFilter('image', (address: unknown) => safeImage(address) ?? '')
  liquid.registerFilter('qr', (text: unknown) => (typeof text === 'string' ? drawQrPath(text) : undefined))
  // Icons depend on their name alone and stand everywhere: each is rendered once. Names are escaped by the template.
  const icons = new LRUCache<string, string>({ max: 200 })
  liquid.registerFilter('icon', {
    raw: true,
    handler: (value: unknown) => {
      const name = String(value ?? '')
      const svg = icons.get(name) ?? String(liquid.renderFileSync('icon', { name }))
      icons.set(name, svg)
      return svg
    },
  })
  const parsed = new Map(Object.keys(templates).map((name) => [name, liquid.parseFileSync(name)]))
  return {
    has: (template) => parsed.has(template),
    render(template, scope, translator) {
      const globals = { ...scope }
      translators.set(globals, translator)
      const html: unknown = liquid.renderSync(parsed.get(template) ?? [], {}, { globals })
      return String(html)
    },
  }
}

function toParameter(value: unknown): string | number {
  return typeof value === 'number' ? value : String(value ?? '')
}
