import type { Clock } from '../kernel/clock.ts'

export interface Access {
  /** Address of the server: `http://localhost:8080`. */
  readonly url: string
  /** Realm to sign in to. */
  readonly realm: string
  readonly clientId: string
  readonly clientSecret?: string
  readonly username?: string
  readonly password?: string
}

/** The Admin REST API of a running server. */
export interface AdminApi {
  /** The JSON of the answer; undefined for 404 where that may be. Throws `RequestRefused`. */
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>
  find(path: string): Promise<unknown>
  /** Bytes as they are. */
  send(path: string, body: string): Promise<unknown>
}

/** What the server did not want. */
export class RequestRefused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'RequestRefused'
    this.status = status
  }
}

/** Reads how to reach the server from the environment. Throws an error that says what is missing. */
export function readAccess(environment: Readonly<Record<string, string | undefined>>): Access {
  const { ZTRUST_CLI_URL: url = 'http://localhost:8080', ZTRUST_CLI_REALM: realm = 'master' } = environment
  const clientSecret = environment['ZTRUST_CLI_CLIENT_SECRET']
  const username = environment['ZTRUST_CLI_USER']
  const password = environment['ZTRUST_CLI_PASSWORD']
  if (clientSecret === undefined && (username === undefined || password === undefined)) {
    throw new Error(
      'Set ZTRUST_CLI_CLIENT_ID and ZTRUST_CLI_CLIENT_SECRET, or ZTRUST_CLI_USER and ZTRUST_CLI_PASSWORD, to sign in.',
    )
  }
  return {
    url: url.replace(/\/$/, ''),
    realm,
    clientId: environment['ZTRUST_CLI_CLIENT_ID'] ?? 'admin-cli',
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  }
}

/** Signs in when the first request needs it, and again before the token ends. */
export function createAdminApi(access: Access, clock: Clock): AdminApi {
  let token: { readonly text: string; readonly endsAt: number } | undefined

  async function requireToken(): Promise<string> {
    if (token && clock.now() < token.endsAt - 10_000) return token.text
    const answer = await fetch(`${access.url}/realms/${access.realm}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(toGrant(access)),
    })
    const body: unknown = await answer.json().catch(() => undefined)
    const { access_token: text, expires_in: seconds, error_description: problem } = toRecord(body)
    if (!answer.ok || typeof text !== 'string') {
      throw new RequestRefused(answer.status, `The sign-in was refused: ${String(problem ?? answer.status)}`)
    }
    token = { text, endsAt: clock.now() + Number(seconds) * 1000 }
    return text
  }

  async function request(method: string, path: string, contentType: string, body?: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${await requireToken()}`, 'content-type': contentType }
    const address = `${access.url}/admin/realms${path}`
    const answer = await fetch(address, { method, headers, ...(body === undefined ? {} : { body }) })
    const text = await answer.text()
    if (!answer.ok) throw new RequestRefused(answer.status, `${method} ${path}: ${answer.status} ${toProblem(text)}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  const call: AdminApi['call'] = (method, path, body) =>
    request(method, path, 'application/json', body === undefined ? undefined : JSON.stringify(body))
  return {
    call,
    send: (path, body) => request('POST', path, 'application/x-ndjson', body),
    find: (path) =>
      call('GET', path).catch((error: unknown) => {
        if (error instanceof RequestRefused && error.status === 404) return undefined
        throw error
      }),
  }
}

function toGrant({ clientId, clientSecret, username, password }: Access): Record<string, string> {
  const client = { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) }
  if (username === undefined || password === undefined) return { ...client, grant_type: 'client_credentials' }
  return { ...client, grant_type: 'password', username, password }
}

function toProblem(text: string): string {
  try {
    const { errorMessage, error, error_description: description, field } = toRecord(JSON.parse(text))
    return [field, errorMessage ?? error, description].filter((part) => part !== undefined).join(' ')
  } catch {
    return text.slice(0, 200)
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
