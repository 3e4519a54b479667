import { readMarkup } from '../../i18n/read-markup.ts'
import { decodeCharacters, escapeHtml } from '../../i18n/simple-markup.ts'

/** Elements of a mail with their looks: programs that show mail know no style sheets. */
const keptElements: Readonly<Record<string, string>> = {
  p: 'margin:0 0 16px',
  h1: 'margin:0 0 16px;font-size:20px;line-height:28px',
  h2: 'margin:0 0 12px;font-size:16px;line-height:24px',
  ul: 'margin:0 0 16px;padding-inline-start:24px',
  ol: 'margin:0 0 16px;padding-inline-start:24px',
  li: 'margin:0 0 4px',
  b: '',
  strong: '',
  i: '',
  em: '',
  u: '',
  small: 'color:#5b616e',
  code: "font-family:'JetBrains Mono',Menlo,Consolas,monospace",
  a: '',
}
const voidElements: Readonly<Record<string, string>> = {
  br: '',
  hr: 'border:0;border-top:1px solid #e3e5ea;margin:16px 0',
}
const linkStyle = 'color:#4f46e5;overflow-wrap:anywhere'
const buttonStyle =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#4f46e5;color:#ffffff;font-weight:600;text-decoration:none'

const maxLength = 100_000

/**
 * The HTML of a mail's text, which realms may replace: built anew from the elements that are known, links to the web
 * among them, so that whatever else was written can only become text or vanish. `class="button"` makes a link one.
 */
export function toMailMarkup(html: string): string {
  const open: string[] = []
  let result = ''
  for (const piece of readMarkup(html, maxLength)) {
    if (piece.kind === 'text') result += escapeHtml(decodeCharacters(piece.text))
    else if (Object.hasOwn(voidElements, piece.name)) result += element(piece.name, voidElements[piece.name] ?? '')
    else if (!Object.hasOwn(keptElements, piece.name)) continue
    else if (!piece.isEnd) {
      open.push(piece.name)
      result += piece.name === 'a' ? link(piece.source) : element(piece.name, keptElements[piece.name] ?? '')
    } else if (open.includes(piece.name)) {
      // What was left open inside ends with it.
      while (open.length > 0) {
        const last = open.pop()
        result += `</${last}>`
        if (last === piece.name) break
      }
    }
  }
  return (
    result +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  )
}

function element(name: string, style: string): string {
  return style === '' ? `<${name}>` : `<${name} style="${escapeHtml(style)}">`
}

function link(token: string): string {
  const address = decodeCharacters(attributeOf(token, 'href'))
  const isWeb = /^(https?|mailto):/i.test(address) && URL.canParse(address)
  const style = attributeOf(token, 'class') === 'button' ? buttonStyle : linkStyle
  return isWeb ? `<a href="${escapeHtml(address)}" style="${style}">` : '<a>'
}

function attributeOf(token: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(token)
  return (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim()
}
