import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent by POST as a form; without it the call is a GET. */
  readonly form?: Readonly<Record<string, string>>
}

/** Connections to one server that stay open. */
export class HttpClient {
  readonly base: URL
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64, scheduling: 'fifo' })

  constructor(base: string) {
    this.base = new URL(base)
  }

  call(path: string, { headers = {}, form }: Call = {}): Promise<Answer> {
    const body = form === undefined ? undefined : new URLSearchParams(form).toString()
    return new Promise((resolve, reject) => {
      const outgoing = request({
        agent: this.#agent,
        // By address: the name would be looked up for every connection.
        host: '127.0.0.1',
        port: this.base.port,
        path: this.#toPath(path),
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          host: this.base.host,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      })
      outgoing.on('error', reject)
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      })
      outgoing.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }

  /** Addresses that the server gave, as paths. */
  #toPath(address: string): string {
    return address.startsWith(this.base.origin) ? address.slice(this.base.origin.length) : address
  }
}

/** One browser: its cookies by name. */
export class CookieJar {
  readonly #cookies = new Map<string, string>()

  get header(): Readonly<Record<string, string>> {
    if (this.#cookies.size === 0) return {}
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  keep({ headers }: Answer): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      const isRemoved = value === '' || attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute))
      if (isRemoved || attributes.some(isPastExpiry)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }
}

function isPastExpiry(attribute: string): boolean {
  const [name, value] = attribute.trim().split('=')
  return name?.toLowerCase() === 'expires' && value !== undefined && Date.parse(value) <= Date.now()
}

/** Throws with the answer when it is not what was expected: a benchmark of refusals would be worthless. */
export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer
  throw new Error(`Expected ${status}, got ${answer.status}: ${answer.body.slice(0, 300)}`)
}
