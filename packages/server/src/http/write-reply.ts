import type { Endpoint } from '@ztrust/contract/endpoint'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { CookieChange, FormReply, HtmlReply, Reply } from '../spi/reply.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { pagePolicy } from './form-renderer/page-policy.ts'
import { localeCookie, type PageRenderer } from './page-renderer.ts'
import { frameAncestorsOf, securityHeaders } from './security-headers.ts'

export interface ReplyWriter {
  readonly server: ServerContext
  readonly renderer: PageRenderer
}

/** Families whose answers are for one caller only. */
const ownFamilies = new Set(['admin', 'account', 'device'])

/** Writes what a handler answered. Fields that the contract does not declare are stripped from JSON. */
export async function writeReply(
  { server, renderer }: ReplyWriter,
  request: FastifyRequest,
  reply: FastifyReply,
  declaration: Endpoint,
  answer: Reply,
  realm: RealmSnapshot | undefined,
): Promise<FastifyReply> {
  for (const cookie of answer.cookies ?? []) setCookie(server, reply, cookie, realm)
  const isForm = answer.kind === 'form'
  const nonce = isForm ? server.random.token() : ''
  const policy = isForm || answer.kind === 'html' ? policyOf(answer, nonce, realm) : undefined
  reply.headers(
    securityHeaders({ secure: server.urls.secure, ...(policy ? { policy } : {}), ...(realm ? { realm } : {}) }),
  )
  const isPage = policy !== undefined
  if (isPage || ownFamilies.has(declaration.family)) reply.header('cache-control', 'no-store')
  reply.headers(answer.headers ?? {})
  switch (answer.kind) {
    case 'json':
      return reply
        .code(answer.status)
        .type('application/json')
        .send(JSON.stringify(strip(declaration, answer.status, answer.body)))
    case 'empty':
      return reply.code(answer.status).send()
    case 'redirect':
      return reply.header('cache-control', 'no-store').redirect(answer.location, request.method === 'GET' ? 302 : 303)
    case 'html':
      // X-Frame-Options knows no list of origins; the policy does.
      if (answer.frameAncestors !== undefined) reply.removeHeader('x-frame-options')
      return reply.code(answer.status).type('text/html; charset=utf-8').send(answer.html)
    case 'bytes':
      return reply.code(answer.status).type(answer.mediaType).send(answer.body)
    case 'form': {
      const rendered = renderer.render(request, answer, { nonce, ...(realm ? { realm } : {}) })
      if (rendered.chosenLocale) setCookie(server, reply, { name: localeCookie, value: rendered.chosenLocale }, realm)
      return reply.code(answer.status).type(rendered.mediaType).send(rendered.text)
    }
  }
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

function setCookie(
  server: ServerContext,
  reply: FastifyReply,
  cookie: CookieChange,
  realm: RealmSnapshot | undefined,
): void {
  const sameSite = cookie.sameSite ?? 'lax'
  const options = {
    path: cookie.path ?? (realm ? `${server.urls.realmPath(realm.realm.name)}/` : '/'),
    httpOnly: cookie.httpOnly ?? true,
    secure: server.urls.secure,
    // Browsers refuse SameSite=None without Secure; over plain http, Lax is what is left.
    sameSite: sameSite === 'none' && !server.urls.secure ? ('lax' as const) : sameSite,
  }
  if (cookie.value === undefined) reply.clearCookie(cookie.name, options)
  else
    reply.setCookie(cookie.name, cookie.value, {
      ...options,
      ...(cookie.maxAge === undefined ? {} : { maxAge: cookie.maxAge }),
    })
}
