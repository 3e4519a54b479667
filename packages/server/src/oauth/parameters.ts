import { OAuthError } from '../kernel/error.ts'
import type { RequestFacts } from '../spi/request.ts'

/** The parameters of a request, each once. One without a value counts as left out (RFC 6749, section 3.1). */
export interface Parameters {
  readonly values: Readonly<Record<string, string>>
  /** Names that came more than once: which value was meant cannot be known (CVE-2026-9689). */
  readonly duplicates: ReadonlySet<string>
}

export function readQueryParameters(request: RequestFacts): Parameters {
  const start = request.url.indexOf('?')
  return readParameters(start === -1 ? '' : request.url.slice(start + 1))
}

export function readFormParameters(request: RequestFacts): Parameters {
  return readParameters(request.rawBody?.toString('utf8') ?? request.form?.toString() ?? '')
}

/** As `readFormParameters`, for endpoints of OAuth: duplicates end the request. */
export function requireFormParameters(request: RequestFacts): Parameters['values'] {
  const { values, duplicates } = readFormParameters(request)
  requireEachOnce(duplicates)
  return values
}

/** RFC 6749, section 3.2: once, but for those that the request's own specification lets repeat. */
export function requireEachOnce(duplicates: ReadonlySet<string>, repeatable: readonly string[] = []): void {
  if ([...duplicates].some((name) => !repeatable.includes(name))) {
    throw new OAuthError('invalid_request', 'duplicated parameter')
  }
}

const noNames: ReadonlySet<string> = new Set()

/** application/x-www-form-urlencoded (URL standard, section 5.1). */
function readParameters(text: string): Parameters {
  const all = new Map<string, string>()
  let duplicates: Set<string> | undefined
  visitPairs(text, (name, value) => {
    if (!all.has(name)) all.set(name, value)
    else {
      duplicates ??= new Set()
      duplicates.add(name)
    }
  })
  const values: Record<string, string> = {}
  for (const [name, value] of all) if (value !== '') setOwn(values, name, value)
  return { values, duplicates: duplicates ?? noNames }
}

/** Nothing in it is encoded, as in most requests of applications: then taking it apart is enough. */
const isPlain = /^[\w.~*=&-]*$/

function visitPairs(text: string, visit: (name: string, value: string) => void): void {
  if (!isPlain.test(text)) {
    for (const [name, value] of new URLSearchParams(text)) visit(name, value)
    return
  }
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    if (equals === -1) visit(pair, '')
    else visit(pair.slice(0, equals), pair.slice(equals + 1))
  }
}

/** Also under the one name that would change the prototype. */
function setOwn(values: Record<string, string>, name: string, value: string): void {
  if (name !== '__proto__') values[name] = value
  else Object.defineProperty(values, name, { value, enumerable: true, writable: true, configurable: true })
}
