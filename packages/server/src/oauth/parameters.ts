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
  return readParameters(new URLSearchParams(start === -1 ? '' : request.url.slice(start + 1)))
}

export function readFormParameters(request: RequestFacts): Parameters {
  return readParameters(request.form ?? new URLSearchParams())
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

function readParameters(search: URLSearchParams): Parameters {
  const values = new Map<string, string>()
  const duplicates = new Set<string>()
  for (const [name, value] of search) {
    if (values.has(name)) duplicates.add(name)
    else values.set(name, value)
  }
  return { values: Object.fromEntries([...values].filter(([, value]) => value !== '')), duplicates }
}
