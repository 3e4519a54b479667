import type { FastifyRequest } from 'fastify'
import type { ClientCertificate, RequestFacts } from '../spi/request.ts'
import { readCookies } from './cookies.ts'

const longestUserAgent = 512

/** The facts of a request as Fastify has them. What few look at is worked out when somebody looks. */
export class HttpRequestFacts implements RequestFacts {
  readonly #request: FastifyRequest
  readonly #isForm: boolean
  #form: URLSearchParams | undefined
  #ip: string | undefined
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers: RequestFacts['headers']
  readonly rawBody: Buffer | undefined
  readonly clientCertificate: ClientCertificate | undefined

  constructor(request: FastifyRequest, isForm: boolean, clientCertificate: ClientCertificate | undefined) {
    this.#request = request
    this.#isForm = isForm
    this.id = request.id
    this.method = request.method
    this.url = request.url
    this.headers = request.headers
    this.rawBody = Buffer.isBuffer(request.body) ? request.body : undefined
    this.clientCertificate = clientCertificate
  }

  get ip(): string {
    this.#ip ??= readAddress(this.#request)
    return this.#ip
  }

  get userAgent(): string {
    return String(this.headers['user-agent'] ?? '').slice(0, longestUserAgent)
  }

  get cookies(): RequestFacts['cookies'] {
    return readCookies(this.#request)
  }

  get origin(): string | undefined {
    return this.#request.headers.origin
  }

  get form(): URLSearchParams | undefined {
    if (!this.#isForm) return undefined
    this.#form ??= new URLSearchParams(this.rawBody?.toString('utf8'))
    return this.#form
  }
}

/** Without the header of proxies there is nothing to weigh: finding out whom to trust costs more than all other facts. */
function readAddress(request: FastifyRequest): string {
  if (request.headers['x-forwarded-for'] !== undefined) return request.ip
  return request.socket.remoteAddress ?? request.ip
}
