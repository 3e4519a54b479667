import type { FastifyRequest } from 'fastify'

/** The cookies of a request; read only when somebody looks, as no call of an application has any. */
export function readCookies({
  headers: { cookie },
  server,
}: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return cookie === undefined ? {} : server.parseCookie(cookie)
}
