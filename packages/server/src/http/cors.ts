import type { FastifyReply, FastifyRequest } from 'fastify'

/** Headers of an answer, by their names in lower case. */
export type OriginHeaders = Readonly<Record<string, string>>

/** Headers of the fetch standard that let a script of another origin read an answer; undefined when no script asks. */
export function permitOrigins(origin: string | undefined, origins: readonly string[]): OriginHeaders | undefined {
  if (!origin || origin === 'null') return undefined
  const open = origins.includes('*')
  if (!open && !origins.includes(origin)) return { vary: 'Origin' }
  return {
    vary: 'Origin',
    'access-control-allow-origin': open ? '*' : origin,
    ...(open ? {} : { 'access-control-allow-credentials': 'true' }),
    'access-control-expose-headers': 'Location, WWW-Authenticate, DPoP-Nonce, ETag',
  }
}

/**
 * A preflight has no token, so nothing is known of the caller: it promises methods and headers only. The answer itself
 * decides whether the origin may read it.
 */
export function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { origin } = request.headers
  const wanted = request.headers['access-control-request-headers']
  if (origin) reply.header('access-control-allow-origin', origin).header('access-control-allow-credentials', 'true')
  return reply
    .header('vary', 'Origin, Access-Control-Request-Headers')
    .header('access-control-allow-methods', 'GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH')
    .header(
      'access-control-allow-headers',
      typeof wanted === 'string' ? wanted : 'Authorization, Content-Type, Accept, DPoP, Origin, X-Requested-With',
    )
    .header('access-control-max-age', '3600')
    .code(204)
    .send()
}
