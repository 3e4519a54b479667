import { readMarkup } from './read-markup.ts'

const keptElements = new Set(['b', 'strong', 'i', 'em', 'small', 'sub', 'sup'])
const namedCharacters: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
}

const maxLength = 2000

/**
 * The little of HTML that a realm's display name may hold: emphasis and line height, without attributes. Built anew from
 * the pieces that are known, so whatever else was written can only become text or vanish. Empty when there is no text.
 */
export function toSimpleMarkup(html: string): string {
  const open: string[] = []
  let result = ''
  for (const piece of readMarkup(html, maxLength)) {
    if (piece.kind === 'text') result += escapeHtml(decodeCharacters(piece.text))
    else if (!keptElements.has(piece.name)) continue
    else if (!piece.isEnd) {
      open.push(piece.name)
      result += `<${piece.name}>`
    } else if (open.at(-1) === piece.name) {
      open.pop()
      result += `</${piece.name}>`
    }
  }
  const closed =
    result +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  return closed.replace(/<[^>]*>/g, '').trim() === '' ? '' : closed.trim()
}

const blockEnd = /<\/(?:p|div|h[1-6]|ul|ol|table|tr|section|article|blockquote)\s*>|<hr\s*\/?>/gi

/** The words of a text that was written as HTML, its paragraphs and lines kept as line breaks. */
export function toPlainText(html: string): string {
  return decodeCharacters(
    html
      .replace(/<!--[\s\S]*?-->|<(script|style|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
      .replace(/<li\b[^>]*>/gi, '\n• ')
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(blockEnd, '\n\n')
      .replace(/<\/?[a-zA-Z][^>]*>/g, ''),
  )
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
}

export function decodeCharacters(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,5}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(namedCharacters, name) ? (namedCharacters[name] ?? whole) : whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
  })
}
