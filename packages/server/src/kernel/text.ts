/**
 * The form in which names are compared and searched: NFKC, lower case, trimmed. Two texts that people read as the
 * same name get the same key.
 */
export function toKey(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}

/** Control, bidirectional-override and zero-width characters: never part of a name somebody else will read. */
const deceptive = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

export function hasDeceptiveCharacters(text: string): boolean {
  return deceptive.test(text)
}

/** Escapes `%`, `_` and `\` for a LIKE pattern with `\` as the escape character. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`)
}

/** The smallest text greater than every text that starts with `prefix`, for index range scans; undefined if none. */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix)
  while (points.length > 0) {
    const last = points.pop()
    const code = last?.codePointAt(0) ?? 0x10ffff
    // The surrogate range holds no characters: step over it.
    const next = code === 0xd7ff ? 0xe000 : code + 1
    if (next <= 0x10ffff) return points.join('') + String.fromCodePoint(next)
  }
  return undefined
}

/** A reference to a message, as Keycloak writes it in names and descriptions: the page shows the text in its language. */
export function messageReference(key: string): string {
  return `\${${key}}`
}

/** Text as the content of an XML element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
