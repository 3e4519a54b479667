import { Readable } from 'node:stream'
import type { Endpoint } from '@ztrust/contract/endpoint'
import { stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { CookieChange, FormReply, HtmlReply, Reply } from '../spi/reply.ts'
import type { ServerContext } from '../spi/server-context.ts'
import type { OriginHeaders } from './cors.ts'
import { pagePolicy } from './form-renderer/page-policy.ts'
import { localeCookie, type PageRenderer } from './page-renderer.ts'
import { alwaysHeaders, frameAncestorsOf, pageHeaders } from './security-headers.ts'

export interface ReplyWriter {
  readonly server: ServerContext
  readonly renderer: PageRenderer
}

/** What is answered, and where. */
export interface AnsweredRequest {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly declaration: Endpoint
  readonly realm?: RealmSnapshot | undefined
  readonly origin?: OriginHeaders | undefined
}

/** Families whose answers are for one caller only. */
const ownFamilies = new Set(['admin', 'account', 'device'])

/** Writes what a handler answered. Fields that the contract does not declare are stripped from JSON. */
export function writeReply(writer: ReplyWriter, to: AnsweredRequest, answer: Reply): FastifyReply {
  const headers: Record<string, string | string[]> = { ...alwaysHeaders, ...to.origin }
  if (ownFamilies.has(to.declaration.family)) headers['cache-control'] = 'no-store'
  for (const cookie of answer.cookies ?? []) setCookie(writer.server, headers, cookie, to.realm)
  switch (answer.kind) {
    case 'json': {
      Object.assign(headers, answer.headers)
      headers['content-type'] = 'application/json; charset=utf-8'
      return send(to.reply, answer.status, headers, JSON.stringify(strip(to.declaration, answer.status, answer.body)))
    }
    case 'empty':
      return send(to.reply, answer.status, Object.assign(headers, answer.headers), undefined)
    case 'redirect':
      Object.assign(headers, { 'cache-control': 'no-store' }, answer.headers, { location: answer.location })
      return send(to.reply, to.request.method === 'GET' ? 302 : 303, headers, undefined)
    case 'bytes':
      Object.assign(headers, answer.headers)
      headers['content-type'] = toContentType(answer.mediaType)
      if (answer.body instanceof Readable) return to.reply.code(answer.status).headers(headers).send(answer.body)
      return send(to.reply, answer.status, headers, answer.body)
    case 'html':
    case 'form':
      return sendPage(writer, to, headers, answer)
  }
}

function sendPage(
  { server, renderer }: ReplyWriter,
  { request, reply, realm }: AnsweredRequest,
  headers: Record<string, string | string[]>,
  answer: FormReply | HtmlReply,
): FastifyReply {
  const nonce = answer.kind === 'form' ? server.random.token() : ''
  Object.assign(
    headers,
    pageHeaders({ secure: server.urls.secure, policy: policyOf(answer, nonce, realm), realm }),
    { 'cache-control': 'no-store' },
    answer.headers,
  )
  if (answer.kind === 'html') {
    // X-Frame-Options knows no list of origins; the policy does.
    if (answer.frameAncestors !== undefined) delete headers['x-frame-options']
    headers['content-type'] = 'text/html; charset=utf-8'
    return send(reply, answer.status, headers, answer.html)
  }
  const rendered = renderer.render(request, answer, { nonce, ...(realm ? { realm } : {}) })
  if (rendered.chosenLocale) setCookie(server, headers, { name: localeCookie, value: rendered.chosenLocale }, realm)
  headers['content-type'] = toContentType(rendered.mediaType)
  return send(reply, answer.status, headers, rendered.text)
}

/** Past Fastify's own way to the socket, which looks for hooks, serializers and streams that answers here never have. */
function send(
  reply: FastifyReply,
  status: number,
  headers: Record<string, string | string[] | number>,
  body: string | Buffer | undefined,
): FastifyReply {
  reply.hijack()
  if (body !== undefined) headers['content-length'] = Buffer.byteLength(body)
  // RFC 9110, section 8.6: a 204 has no length.
  else if (status !== 204) headers['content-length'] = 0
  reply.raw.writeHead(status, headers)
  reply.raw.end(body)
  return reply
}

/** JSON is UTF-8 anyway (RFC 8259, section 8.1); Keycloak says so. */
function toContentType(mediaType: string): string {
  return mediaType.includes('json') && !mediaType.includes('charset') ? `${mediaType}; charset=utf-8` : mediaType
}

function policyOf(answer: FormReply | HtmlReply, nonce: string, realm: RealmSnapshot | undefined): string {
  if (answer.kind === 'form') return pagePolicy(answer.form, nonce, frameAncestorsOf(realm))
  const framing = `frame-ancestors ${answer.frameAncestors ?? "'self'"}`
  return `default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src 'self'; ${framing}`
}

function strip(declaration: Endpoint, status: number, body: unknown): unknown {
  const schema = declaration.responses[status]
  if (!schema) return body
  const parsed = schema.safeParse(body)
  return parsed.success ? parsed.data : body
}

/** RFC 6265, section 4.1. Removed is what has expired. */
function setCookie(
  server: ServerContext,
  headers: Record<string, string | string[]>,
  { name, value, ...cookie }: CookieChange,
  realm: RealmSnapshot | undefined,
): void {
  const sameSite = cookie.sameSite ?? 'lax'
  const line = stringifySetCookie({
    name,
    value: value ?? '',
    path: cookie.path ?? (realm ? `${server.urls.realmPath(realm.realm.name)}/` : '/'),
    httpOnly: cookie.httpOnly ?? true,
    secure: server.urls.secure,
    // Browsers refuse SameSite=None without Secure; over plain http, Lax is what is left.
    sameSite: sameSite === 'none' && !server.urls.secure ? 'lax' : sameSite,
    ...(value === undefined ? { expires: new Date(0), maxAge: 0 } : {}),
    ...(value === undefined || cookie.maxAge === undefined ? {} : { maxAge: cookie.maxAge }),
  })
  const known = headers['set-cookie']
  headers['set-cookie'] = Array.isArray(known) ? [...known, line] : [line]
}
