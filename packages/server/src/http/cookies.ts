import { parseCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'

/** The cookies of a request; read only when somebody looks, as no call of an application has any. */
export function readCookies({ headers }: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return headers.cookie === undefined ? {} : parseCookie(headers.cookie)
}
