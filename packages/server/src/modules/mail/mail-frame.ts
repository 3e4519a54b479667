import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Liquid, type Template } from 'liquidjs'
import { findThemeFolder } from '../../i18n/theme-folder.ts'

/** What stands in the frame. `body` of HTML was built by `toMailMarkup`, of nothing else. */
interface FrameScope {
  readonly subject: string
  readonly realmName: string
  readonly lang: string
  readonly dir: string
  readonly body: string
}

export interface MailFrame {
  text(scope: FrameScope): string
  html(scope: FrameScope): string
}

/** Bounds of one mail, far above what ours need. */
const limits = { parseLimit: 100_000, renderLimit: 2_000, memoryLimit: 5_000_000 }

/** Reads the two templates of the theme `email` once. */
export function createMailFrame(): MailFrame {
  const folder = join(findThemeFolder('email'), 'templates')
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const plain = new Liquid({ ownPropertyOnly: true, ...limits })
  const escaping = new Liquid({ outputEscape: 'escape', ownPropertyOnly: true, ...limits })
  const text = plain.parse(read('text.liquid'))
  const html = escaping.parse(read('html.liquid'))
  const render = (liquid: Liquid, template: Template[], scope: FrameScope) =>
    String(liquid.renderSync(template, { ...scope }))
  return { text: (scope) => render(plain, text, scope), html: (scope) => render(escaping, html, scope) }
}
