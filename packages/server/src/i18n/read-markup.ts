/** A piece of what somebody wrote as HTML: words as they stand there, or a tag with all that it says. */
export type MarkupPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag'; readonly name: string; readonly isEnd: boolean; readonly source: string }

/** What stands in these is not for readers. */
const silentElements = new Set([
  ...['script', 'style', 'template', 'title', 'textarea', 'iframe', 'noscript', 'xmp', 'head'],
])

const piece = /<!--[\s\S]*?(?:-->|$)|<\/?[a-zA-Z][^>]*(?:>|$)|[^<]+|</g

/**
 * Takes HTML apart, to build anew from the pieces that are known: whatever else was written can only become text or
 * vanish. Comments and what readers never see are left out.
 */
export function* readMarkup(html: string, maxLength: number): Iterable<MarkupPiece> {
  let silent: string | undefined
  for (const source of html.slice(0, maxLength).match(piece) ?? []) {
    const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)/.exec(source)
    const name = tag?.[2]?.toLowerCase()
    const isEnd = tag?.[1] === '/'
    if (silent !== undefined) {
      if (name === silent && isEnd) silent = undefined
    } else if (name === undefined) {
      if (!source.startsWith('<!--')) yield { kind: 'text', text: source }
    } else if (silentElements.has(name)) {
      if (!isEnd) silent = name
    } else yield { kind: 'tag', name, isEnd, source }
  }
}
