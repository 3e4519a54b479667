import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ServerContext } from '../spi/server-context.ts'
import { alwaysHeaders, consolePolicy, pageHeaders } from './security-headers.ts'

/** A single-page application: where its built files lie and where its one page is shown. */
interface Console {
  /** Folder of the workspace, and path of its files below /resources/. */
  readonly name: 'admin-console' | 'account-console'
  /** Matches the pages' paths and yields the realm. */
  readonly pages: RegExp
  readonly clientId: string
}

const consoles: readonly Console[] = [
  { name: 'admin-console', pages: /^\/admin\/(?<realm>[^/]+)\/console(?:\/.*)?$/, clientId: 'security-admin-console' },
  { name: 'account-console', pages: /^\/realms\/(?<realm>[^/]+)\/account(?:\/.*)?$/, clientId: 'account-console' },
]

/** `packages/`, from source and from the bundle alike: both lie two folders below. */
const packages = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../../' : '../../../', import.meta.url))

/**
 * Serves the consoles and the authenticator from our own origin. File names carry hashes, so files are kept for a
 * year; pages are never kept.
 */
export async function registerConsoles(app: FastifyInstance, server: ServerContext): Promise<void> {
  const year = { maxAge: 31_536_000_000, immutable: true, index: false as const, wildcard: true as const }
  for (const { name } of consoles) {
    await app.register(fastifyStatic, {
      root: distOf(name),
      prefix: `/resources/${name}/`,
      decorateReply: false,
      ...year,
    })
  }
  await app.register(fastifyStatic, {
    root: distOf('authenticator'),
    prefix: '/authenticator/',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header('content-security-policy', consolePolicy)
      response.header('x-content-type-options', 'nosniff')
      response.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  // The router takes both forms of the path for one; the page needs the slash to find its files.
  app.get('/authenticator', (request, reply) => {
    if (request.url.split('?', 1)[0] === '/authenticator') return reply.redirect('/authenticator/')
    return sendPage(reply, server, 'authenticator')
  })

  // Pages share their paths with the JSON API; what a browser navigates to asks for HTML.
  app.addHook('onRequest', (request, reply, done) => {
    // Calls of applications come by here too: they pay for no promise.
    if (request.method !== 'GET' || !request.headers.accept?.includes('text/html')) return done()
    sendNamedConsole(server, request.url, reply).then((isSent) => (isSent ? undefined : done()), done)
  })
}

/** Whether the address was that of a console. */
async function sendNamedConsole(server: ServerContext, url: string, reply: FastifyReply): Promise<boolean> {
  const path = url.split('?', 1)[0] ?? ''
  for (const console of consoles) {
    const encoded = console.pages.exec(path)?.groups?.['realm']
    const realm = encoded === undefined ? undefined : await findRealm(server, encoded)
    if (!realm) continue
    await sendConsole(server, reply, console, realm)
    return true
  }
  return false
}

function distOf(name: string): string {
  return join(packages, name, 'dist')
}

async function findRealm(server: ServerContext, encoded: string): Promise<string | undefined> {
  try {
    const snapshot = await server.realms.byName(decodeURIComponent(encoded))
    return snapshot?.realm.enabled ? snapshot.realm.name : undefined
  } catch {
    return undefined
  }
}

async function sendConsole(
  server: ServerContext,
  reply: FastifyReply,
  console: Console,
  realm: string,
): Promise<FastifyReply> {
  const environment = JSON.stringify({ baseUrl: server.urls.base, realm, clientId: console.clientId }).replaceAll(
    '<',
    '\\u003c',
  )
  const script = `<script id="environment" type="application/json">${environment}</script>`
  return sendPage(reply, server, console.name, script)
}

async function sendPage(reply: FastifyReply, server: ServerContext, name: string, inHead = ''): Promise<FastifyReply> {
  const page = await readFile(join(distOf(name), 'index.html'), 'utf8').catch(() => undefined)
  if (page === undefined) return reply.code(503).type('text/plain').send('This page is not built. Run: npm run build')
  return reply
    .headers({
      ...alwaysHeaders,
      ...pageHeaders({ policy: consolePolicy, secure: server.urls.secure, realm: undefined }),
    })
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(page.replace('</head>', `${inHead}</head>`))
}
