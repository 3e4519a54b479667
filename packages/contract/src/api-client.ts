import type * as z from 'zod'
import type { Endpoint, EndpointCall, EndpointResult } from './endpoint.ts'

/** An answer outside 2xx. `body` is the parsed JSON where there was any. */
export class ApiError extends Error {
  readonly status: number
  readonly body: unknown
  constructor(status: number, body: unknown, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.body = body
  }
}

export interface ApiClientOptions {
  /** Address of the server without a trailing slash; empty for the page's own origin. */
  readonly baseUrl: string
  /** A valid access token, renewed by whoever gives it. Undefined for open endpoints. */
  readonly accessToken?: () => Promise<string | undefined>
  readonly fetch?: typeof fetch
}

export interface ApiAnswer<Body> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
}

export type ApiClient = <E extends Endpoint>(
  declaration: E,
  call: EndpointCall<E>,
  options?: { readonly signal?: AbortSignal },
) => Promise<ApiAnswer<EndpointResult<E>>>

/** Makes the typed client of the contract, for the consoles and for tests. Throws ApiError outside 2xx. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  return async (declaration, call, { signal } = {}) => {
    const headers = new Headers({ accept: 'application/json' })
    const token = await options.accessToken?.()
    if (token) headers.set('authorization', `Bearer ${token}`)
    const body = encodeBody(declaration, call.body, headers)
    const response = await (options.fetch ?? fetch)(options.baseUrl + buildPath(declaration, call), {
      method: declaration.method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    })
    const parsed = await readBody(response)
    if (!response.ok) throw new ApiError(response.status, parsed, describeError(response.status, parsed))
    return { status: response.status, body: parsed as EndpointResult<typeof declaration>, headers: response.headers }
  }
}

/** The path with its parameters filled in and the query appended. */
export function buildPath<E extends Endpoint>(declaration: E, call: EndpointCall<E>): string {
  const params = call.params as Record<string, unknown>
  const path = declaration.path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries((call.query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

function encodeBody(declaration: Endpoint, body: unknown, headers: Headers): BodyInit | undefined {
  if (body === undefined) return undefined
  if (declaration.bodyKind === 'binary') return body as Blob | ArrayBuffer
  if (declaration.bodyKind === 'form') {
    headers.set('content-type', 'application/x-www-form-urlencoded')
    return new URLSearchParams(body as Record<string, string>)
  }
  headers.set('content-type', 'application/json')
  return JSON.stringify(body)
}

async function readBody(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (response.status === 204) return undefined
  if (!type.includes('json')) return (await response.text()) || undefined
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}

function describeError(status: number, body: unknown): string {
  if (typeof body === 'object' && body !== null) {
    const { errorMessage, error_description, error } = body as Record<string, unknown>
    const message = errorMessage ?? error_description ?? error
    if (typeof message === 'string') return message
  }
  return `The server answered ${status}`
}

/** The type of a schema's value, re-exported so that pages need not import zod. */
export type ValueOf<Schema extends z.ZodType> = z.output<Schema>
