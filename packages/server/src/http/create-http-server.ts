import fastify, { type FastifyInstance } from 'fastify'
import { NotFound } from '../kernel/error.ts'
import { json } from '../spi/reply.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { createMethodLookup } from './allowed-methods.ts'
import { createCertificateReader } from './client-certificate/create-certificate-reader.ts'
import { registerConsoles } from './consoles.ts'
import { answerPreflight } from './cors.ts'
import { toCrashReply, toErrorReply } from './error-reply.ts'
import { handleEndpoint } from './handle-endpoint.ts'
import { registerLoginResources } from './login-resources-route.ts'
import { createPageRenderer } from './page-renderer.ts'
import { UnreadableBody } from './read-body.ts'
import { endpointOfFamily, familyOfPath } from './request-family.ts'
import { serverTimeouts } from './server-timeouts.ts'
import { writeReply } from './write-reply.ts'

/** The Fastify server with every registered endpoint, the consoles and the resources of the pages. */
export async function createHttpServer(server: ServerContext): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    trustProxy: server.config.trustedProxies.length > 0 ? server.config.trustedProxies : false,
    bodyLimit: 1_048_576,
    ...serverTimeouts,
    forceCloseConnections: 'idle',
    genReqId: () => server.ids.uuid(),
    routerOptions: { maxParamLength: 1024, ignoreTrailingSlash: true },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const writer = { server, renderer: createPageRenderer(server) }
  const readCertificate = createCertificateReader(server.config, server.clock)

  app.addHook('onResponse', (request, reply, done) => {
    server.log.request({
      requestId: request.id,
      method: request.method,
      path: request.url.split('?', 1)[0] ?? '',
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
    })
    done()
  })

  for (const endpoint of server.registry.endpoints) {
    const { method, path, bodyLimit } = endpoint.declaration
    app.route({
      method,
      // A last parameter called `path` takes the rest of the address, slashes included.
      url: path.replace(/\{path\}$/, '*').replace(/\{([^}]+)\}/g, ':$1'),
      bodyLimit,
      handler: handleEndpoint(writer, endpoint, readCertificate),
    })
  }
  registerLoginResources(app)
  await registerConsoles(app, server)

  app.options('/*', async (request, reply) => answerPreflight(request, reply))
  const methodsOf = createMethodLookup(server.registry.endpoints.map(({ declaration }) => declaration))
  app.setNotFoundHandler((request, reply) => {
    const family = familyOfPath(request.url, request.headers.accept)
    const allowed = methodsOf(request.url)
    const answer =
      allowed.length > 0
        ? json({ error: 'HTTP 405 Method Not Allowed' }, 405, { allow: allowed.join(', ') })
        : (toErrorReply(family, new NotFound('page', 'HTTP 404 Not Found')) ?? toCrashReply(family, request.id))
    return writeReply(writer, { request, reply, declaration: endpointOfFamily(family) }, answer)
  })
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const family = familyOfPath(request.url, request.headers.accept)
    const status = error.statusCode ?? 400
    const readable = new UnreadableBody(
      status === 413 ? 413 : 400,
      status === 413 ? 'The request is too large.' : 'The request cannot be read.',
      error,
    )
    const answer = status < 500 ? toErrorReply(family, readable) : undefined
    if (!answer) server.log.error({ err: error, requestId: request.id }, 'Request failed before its endpoint')
    return writeReply(
      writer,
      { request, reply, declaration: endpointOfFamily(family) },
      answer ?? toCrashReply(family, request.id),
    )
  })
  return app
}
