import { normaliseText, normaliseValue, sortWords, type Value } from './normalise.ts'
import { readForms, readMessages } from './page.ts'
import type { Exchange } from './side.ts'

/** Headers that clients and browsers act upon. */
const comparedHeaders = [
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'allow',
  'cache-control',
  'content-security-policy',
  'dpop-nonce',
  'pragma',
  'referrer-policy',
  'strict-transport-security',
  'www-authenticate',
  'x-content-type-options',
  'x-frame-options',
  'x-robots-tag',
] as const

/** An answer in the form in which two servers' answers can be compared. */
export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: Value }
  readonly body: Value
}

export function describeExchange(exchange: Exchange): Answer {
  const { headers, base } = exchange
  const type = headers.get('content-type')?.toLowerCase().split(';')[0]?.trim() ?? null
  const kept = comparedHeaders.flatMap((name): [string, Value][] => {
    const value = headers.get(name)
    return value === null ? [] : [[name, normaliseText(sortList(name, value), base)]]
  })
  const location = headers.get('location')
  const cookies = headers.getSetCookie().map((line) => describeCookie(line, base))
  return {
    status: exchange.status,
    headers: {
      'content-type': exchange.text === '' ? null : type,
      ...Object.fromEntries(kept),
      ...(location === null ? {} : { location: describeAddress(location, base) }),
      ...(cookies.length === 0 ? {} : { 'set-cookie': Object.fromEntries(cookies) }),
    },
    body: describeBody(exchange, type),
  }
}

function describeBody({ text, base }: Exchange, type: string | null): Value {
  if (text === '') return null
  if (type === 'text/html') return describePage(text, base)
  try {
    return normaliseValue(JSON.parse(text), base)
  } catch {
    return normaliseValue(text, base)
  }
}

function describePage(html: string, base: string): Value {
  const forms = readForms(html).map(({ id, method, action, fields }) => ({
    id,
    method,
    action: describeAddress(action, base),
    fields: Object.fromEntries(fields.map(({ name, type }) => [name, type])),
  }))
  return { forms, messages: normaliseValue(readMessages(html), base) }
}

/** The address, and its parameters one by one. */
function describeAddress(address: string, base: string): Value {
  const url = URL.parse(address, base)
  if (url === null) return address
  const { searchParams, hash } = url
  return {
    path: normaliseText(url.origin + url.pathname, base),
    ...(searchParams.size === 0 ? {} : { query: describeParameters(searchParams, base) }),
    ...(hash === '' ? {} : { fragment: describeParameters(new URLSearchParams(hash.slice(1)), base) }),
  }
}

const describeParameters = (parameters: URLSearchParams, base: string): Value =>
  normaliseValue(Object.fromEntries(parameters), base)

function describeCookie(line: string, base: string): [string, Value] {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const shown = attributes
    .filter((attribute) => !/^(expires|version)=/i.test(attribute))
    .map((attribute) => normaliseText(attribute, base).toLowerCase())
  return [pair.split('=')[0] ?? '', shown.sort()]
}

function sortList(name: string, value: string): string {
  if (name === 'www-authenticate') return value.replace(/(?<=algs=")[^"]*/, sortWords)
  if (!/^(access-control-(allow|expose)-(headers|methods)|allow|cache-control)$/.test(name)) return value
  return value
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .sort()
    .join(', ')
}
