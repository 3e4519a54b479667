import type { EndpointFamily } from '@ztrust/contract/endpoint'
import { asymmetricAlgorithms } from '../crypto/signature-algorithm.ts'
import {
  AccessDenied,
  BadRequest,
  Conflict,
  InvalidInput,
  InvalidInputs,
  NotFound,
  OAuthError,
  Overloaded,
  Unauthenticated,
} from '../kernel/error.ts'
import { type FormText, text } from '../spi/form.ts'
import { json, page, type Reply } from '../spi/reply.ts'
import { UnreadableBody } from './read-body.ts'

/**
 * Translates an error into the answer of an endpoint family: the only place where errors meet HTTP. Undefined for what
 * nobody foresaw, which the caller logs and answers with 500 and an id.
 */
export function toErrorReply(family: EndpointFamily, error: unknown): Reply | undefined {
  if (error instanceof Overloaded)
    return withRetryAfter(replyOf(family, 503, 'temporarily_unavailable', error.message), error)
  if (family === 'oauth') return toOAuthReply(error)
  if (family === 'page') return toPageReply(error)
  return toApiReply(error)
}

/** The answer to what nobody foresaw. The id is also in the log. */
export function toCrashReply(family: EndpointFamily, id: string): Reply {
  if (family === 'page') return errorPage(500, text('internalServerError'), id)
  const description = `For more on this error consult the server log. Error id: ${id}`
  return json({ error: family === 'oauth' ? 'server_error' : 'unknown_error', error_description: description }, 500)
}

function replyOf(family: EndpointFamily, status: number, code: string, description: string): Reply {
  if (family === 'page') return errorPage(status, text('tooBusy'))
  return json({ error: code, error_description: description }, status)
}

function withRetryAfter(reply: Reply, error: Overloaded): Reply {
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(error.retryAfterSeconds) } }
}

/** RFC 6749, section 5.2; RFC 6750, section 3. */
function toOAuthReply(error: unknown): Reply | undefined {
  if (error instanceof OAuthError) {
    const body = { error: error.code, ...(error.message === '' ? {} : { error_description: error.message }) }
    const headers: Record<string, string> = { 'cache-control': 'no-store', pragma: 'no-cache' }
    if (error.status === 401) headers['www-authenticate'] = challengeOf(error)
    return json(body, error.status, headers)
  }
  if (error instanceof Unauthenticated) {
    return toOAuthReply(new OAuthError('invalid_token', 'Token verification failed', { status: 401 }))
  }
  if (error instanceof UnreadableBody)
    return json({ error: 'invalid_request', error_description: error.message }, error.status)
  if (error instanceof NotFound) return json({ error: error.message }, 404)
  if (error instanceof InvalidInput || error instanceof InvalidInputs) {
    return json({ error: 'invalid_request', error_description: `Invalid parameter: ${fieldOf(error)}` }, 400)
  }
  if (error instanceof BadRequest) return json({ error: 'invalid_request', error_description: error.message }, 400)
  if (error instanceof AccessDenied) return json({ error: 'access_denied' }, 403)
  return undefined
}

/** RFC 9449, section 7.1. */
function challengeHolder({ scheme, code }: Unauthenticated): string {
  return `${scheme} error="${code}", algs="${asymmetricAlgorithms.join(' ')}"`
}

function challengeOf(error: OAuthError): string {
  if (error.code === 'invalid_token')
    return `Bearer error="invalid_token", error_description="${error.message.replaceAll('"', "'")}"`
  return 'Basic realm="ZTrust"'
}

function fieldOf(error: InvalidInput | InvalidInputs): string {
  return (error instanceof InvalidInputs ? error.problems[0]?.field : error.field) ?? 'request'
}

/** Keycloak's bodies of the Admin and Account REST API. */
function toApiReply(error: unknown): Reply | undefined {
  if (error instanceof Conflict) return json({ errorMessage: error.message }, 409)
  if (error instanceof InvalidInput) return json(toProblem(error), 400)
  if (error instanceof InvalidInputs) {
    const [only, ...others] = error.problems
    return json(only && others.length === 0 ? toProblem(only) : { errors: error.problems.map(toProblem) }, 400)
  }
  if (error instanceof NotFound) return json({ error: error.message }, 404)
  if (error instanceof BadRequest) return json({ error: error.message }, 400)
  if (error instanceof Unauthenticated)
    return json({ error: 'HTTP 401 Unauthorized' }, 401, {
      ...error.headers,
      'www-authenticate': error.scheme === 'Bearer' ? 'Bearer' : challengeHolder(error),
    })
  if (error instanceof AccessDenied) return json({ error: 'HTTP 403 Forbidden' }, 403)
  if (error instanceof OAuthError) return json({ error: error.code, error_description: error.message }, error.status)
  if (error instanceof UnreadableBody) {
    if (error.status === 400) return json({ error: 'invalid_request', error_description: error.message }, 400)
    return json({ error: error.message }, error.status)
  }
  return undefined
}

function toProblem({ field, code, parameters }: InvalidInput) {
  return field === undefined
    ? { errorMessage: code, ...(parameters.length > 0 ? { params: parameters } : {}) }
    : { field, errorMessage: code, params: parameters[0] === field ? parameters : [field, ...parameters] }
}

function toPageReply(error: unknown): Reply | undefined {
  if (error instanceof NotFound) return errorPage(404, text(error.kind === 'realm' ? 'realmNotFound' : 'pageNotFound'))
  if (error instanceof UnreadableBody) return errorPage(error.status, text('invalidRequestMessage'))
  if (error instanceof InvalidInput || error instanceof InvalidInputs)
    return errorPage(400, text('invalidParameterMessage', fieldOf(error)))
  if (error instanceof OAuthError) return errorPage(error.status, { key: error.message, fallback: error.message })
  if (error instanceof AccessDenied) return errorPage(403, text('accessDenied'))
  if (error instanceof Unauthenticated) return errorPage(401, text('accessDenied'))
  if (error instanceof BadRequest) return errorPage(400, { key: error.message, fallback: error.message })
  if (error instanceof Conflict) return errorPage(409, { key: error.message, fallback: error.message })
  return undefined
}

function errorPage(status: number, message: FormText, errorId?: string): Reply {
  return page(
    {
      id: 'error',
      fields: [],
      links: [],
      messages: [{ kind: 'error', text: message }],
      data: errorId === undefined ? {} : { errorId },
    },
    status,
  )
}
