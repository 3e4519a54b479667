export interface Field {
  readonly name: string
  readonly type: string
  readonly value: string
}

export interface PageForm {
  readonly id: string
  readonly method: string
  readonly action: string
  readonly fields: readonly Field[]
}

/** The forms of a page. Expressions do: the pages are those of two known servers. */
export function readForms(html: string): readonly PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head = '', inner = '']) => {
    const attributes = readAttributes(head)
    const fields = [...inner.matchAll(/<(input|select|textarea|button)\b([^>]*)>/gi)].flatMap(
      ([, tag = '', rest = '']) => {
        const { name, type, value } = readAttributes(rest)
        if (name === undefined || name === '') return []
        return [
          {
            name,
            type: type?.toLowerCase() ?? (tag.toLowerCase() === 'input' ? 'text' : tag.toLowerCase()),
            value: value ?? '',
          },
        ]
      },
    )
    return {
      id: attributes['id'] ?? '',
      method: (attributes['method'] ?? 'get').toLowerCase(),
      action: attributes['action'] ?? '',
      fields,
    }
  })
}

/** What the page says went wrong, by the ids that themes and test suites know. */
export function readMessages(html: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [, tag = '', head = ''] of html.matchAll(/<(\w+)\b([^>]*)>/g)) {
    const { id = '', class: classes = '' } = readAttributes(head)
    const isMessage = /^(kc-error-message|kc-info-message|input-error.*|kc-page-title)$/.test(id)
    const isFeedback = /\bkc-feedback-text\b/.test(classes)
    if (!isMessage && !isFeedback) continue
    const start = html.indexOf(head) + head.length + 1
    const end = html.indexOf(`</${tag}>`, start)
    found[isMessage ? id : 'kc-feedback-text'] = toText(html.slice(start, end))
  }
  return found
}

function readAttributes(head: string): Readonly<Record<string, string | undefined>> {
  const attributes: Record<string, string> = {}
  for (const [, name = '', quoted, apostrophed, bare] of head.matchAll(
    /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
  )) {
    attributes[name.toLowerCase()] = decodeEntities(quoted ?? apostrophed ?? bare ?? '')
  }
  return attributes
}

function toText(html: string): string {
  const text = html.replace(/<(a|button)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ')
  return decodeEntities(text).replace(/\s+/g, ' ').trim()
}

function decodeEntities(text: string): string {
  return text
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_all, hex, decimal) =>
      String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
