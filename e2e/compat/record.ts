import { normaliseText } from './normalise.ts'
import type { Exchange } from './side.ts'

/** Headers that say nothing of the protocol. */
const unrecorded = new Set(
  (
    'date connection keep-alive content-length transfer-encoding referrer-policy strict-transport-security ' +
    'x-content-type-options x-frame-options x-robots-tag content-security-policy'
  ).split(' '),
)
const longestPage = 1500

/** Exchanges as they came, for reading: Markdown, tokens opened below their answer. */
export function recordExchanges(title: string, exchanges: readonly Exchange[]): string {
  return [
    `### ${title}`,
    ...exchanges.map((exchange, index) => recordExchange(exchange, index === exchanges.length - 1)),
    '',
  ].join('\n\n')
}

/** Pages on the way to the answer are only named. */
function recordExchange(exchange: Exchange, isLast: boolean): string {
  const { method, url, sent, body, status, headers, text, base } = exchange
  if (!isLast && (/grant_type=password/.test(body ?? '') || /\/(auth|authenticate)$/.test(new URL(url).pathname))) {
    return normaliseText(`(before: ${method} ${new URL(url).pathname} => ${status})`, base)
  }
  const asked = [
    `${method} ${url}`,
    ...Object.entries(sent)
      .filter(([name]) => name !== 'cookie')
      .map(([name, value]) => `${name}: ${shorten(value, 120)}`),
    ...(body === undefined ? [] : [shorten(body, 1200)]),
  ]
  const isPage = /text\/html/.test(headers.get('content-type') ?? '')
  const answered = [
    `${status}`,
    ...[...headers].filter(([name]) => !unrecorded.has(name)).map(([name, value]) => `${name}: ${value}`),
    ...(text === '' ? [] : ['', isPage ? shorten(pageBody(text), isLast ? longestPage : 0) : pretty(text)]),
  ]
  const fenced = shortenTokens([...asked, '', '=>', '', ...answered].join('\n'))
  const tokens = openTokens(`${headers.get('location') ?? ''} ${text}`)
  return ['```', normaliseText([fenced, ...tokens].join('\n'), base).replaceAll('```', "'''"), '```'].join('\n')
}

function openTokens(text: string): readonly string[] {
  const tokens = new Set(text.match(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g) ?? [])
  return [...tokens].flatMap((token) => {
    try {
      const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'))
      return ['', `token ${token.slice(0, 12)}…${token.slice(-6)}: ${header}`, pretty(claims ?? '')]
    } catch {
      return []
    }
  })
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 1)
  } catch {
    return text
  }
}

function pageBody(html: string): string {
  const body = /<div[^>]*id="kc-(?:content|content-wrapper)"[\s\S]*/i.exec(html)?.[0] ?? html
  return body.replace(/<script[\s\S]*?<\/script>/gi, '').replace(/\s*\n\s*/g, '\n')
}

const shortenTokens = (text: string): string =>
  text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, (token) => `${token.slice(0, 12)}…${token.slice(-6)}`)
const shorten = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)} …` : text)
