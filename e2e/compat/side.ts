import type { CookieJar } from './cookie-jar.ts'

export const realm = 'compat'
export const realmPath = (rest = ''): string => `/realms/${realm}${rest}`
export const oidc = (endpoint: string): string => realmPath(`/protocol/openid-connect/${endpoint}`)
export const adminPath = (rest = ''): string => `/admin/realms/${realm}${rest}`

/** Parameters of a query or a form; an array repeats its name. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

export interface Ask {
  readonly method?: string
  /** Below the server's root. */
  readonly path: string
  readonly query?: Parameters
  readonly form?: Parameters
  readonly json?: unknown
  /** Sent as it stands. */
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly basic?: readonly [clientId: string, secret: string]
  readonly bearer?: string
  readonly jar?: CookieJar
}

export interface Exchange {
  readonly base: string
  readonly method: string
  readonly url: string
  readonly sent: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** One of the two servers. */
export interface Side {
  readonly base: string
  send(ask: Ask): Promise<Exchange>
  /** With an administrator's token. */
  admin(ask: Ask): Promise<Exchange>
  /** All that was sent since the last call. */
  takeExchanges(): readonly Exchange[]
}

export interface Administrator {
  readonly username: string
  readonly password: string
}

/** Keycloak's master realm gives access tokens a minute. */
const adminTokenMilliseconds = 30_000

export function openSide(base: string, administrator: Administrator): Side {
  let exchanges: Exchange[] = []
  let token: { readonly value: string; readonly at: number } | undefined
  const send = async (ask: Ask): Promise<Exchange> => {
    const exchange = await exchangeWith(base, ask)
    exchanges.push(exchange)
    return exchange
  }
  const adminToken = async (): Promise<string> => {
    if (token === undefined || performance.now() - token.at > adminTokenMilliseconds) {
      const answer = await exchangeWith(base, {
        path: '/realms/master/protocol/openid-connect/token',
        form: { grant_type: 'password', client_id: 'admin-cli', ...administrator },
      })
      token = { value: String(readJson(answer)['access_token']), at: performance.now() }
    }
    return token.value
  }
  return {
    base,
    send,
    admin: async (ask) => send({ ...ask, bearer: await adminToken() }),
    takeExchanges: () => {
      const taken = exchanges
      exchanges = []
      return taken
    },
  }
}

export function readJson({ text, url, status }: Exchange): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // told below
  }
  throw new Error(`No JSON object from ${url}: ${status} ${text.slice(0, 200)}`)
}

async function exchangeWith(base: string, ask: Ask): Promise<Exchange> {
  const url = new URL(base + ask.path)
  for (const [name, value] of pairs(ask.query ?? {})) url.searchParams.append(name, value)
  const body = bodyOf(ask)
  const sent: Record<string, string> = { ...body?.headers, ...ask.headers }
  if (ask.basic) sent['authorization'] = `Basic ${Buffer.from(ask.basic.join(':')).toString('base64')}`
  if (ask.bearer !== undefined) sent['authorization'] = `Bearer ${ask.bearer}`
  const cookies = ask.jar?.header(url)
  if (cookies) sent['cookie'] = cookies
  const method = ask.method ?? (body ? 'POST' : 'GET')
  const response = await fetch(url, { method, headers: sent, redirect: 'manual', ...(body ? { body: body.text } : {}) })
  ask.jar?.keep(response.headers.getSetCookie())
  const text = await response.text()
  return {
    base,
    method,
    url: url.href,
    sent,
    body: body?.text,
    status: response.status,
    headers: response.headers,
    text,
  }
}

function bodyOf({ form, json, raw }: Ask): { text: string; headers: Record<string, string> } | undefined {
  if (raw !== undefined) return { text: raw, headers: {} }
  if (json !== undefined) return { text: JSON.stringify(json), headers: { 'content-type': 'application/json' } }
  if (form === undefined) return undefined
  const text = new URLSearchParams(pairs(form)).toString()
  return { text, headers: { 'content-type': 'application/x-www-form-urlencoded' } }
}

function pairs(parameters: Parameters): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((each): [string, string] => [name, String(each)]),
  )
}
