import type { FastifyInstance } from 'fastify'
import { loginResources } from './form-renderer/login-resources.ts'

/** Styles, scripts and fonts of the login pages. Their address holds a hash of all of them: kept for ever. */
export function registerLoginResources(app: FastifyInstance): void {
  const { hash, files } = loginResources()
  app.get<{ Params: { '*': string } }>(`/resources/${hash}/*`, (request, reply) => {
    const file = files.get(request.params['*'])
    if (!file) return reply.callNotFound()
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .header('etag', file.etag)
      .type(file.mediaType)
      .send(file.bytes)
  })
}
