import type { Endpoint, EndpointRequest } from '@ztrust/contract/endpoint'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type * as z from 'zod'
import { AccessDenied, InvalidInput, InvalidInputs, NotFound } from '../kernel/error.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ImplementedEndpoint } from '../spi/endpoint-handler.ts'
import type { Reply } from '../spi/reply.ts'
import type { ClientCertificate, EndpointContext, RequestFacts } from '../spi/request.ts'
import { authenticateCaller } from './caller.ts'
import type { CertificateReader } from './client-certificate/create-certificate-reader.ts'
import { readCookies } from './cookies.ts'
import { allowOrigins } from './cors.ts'
import { toCrashReply, toErrorReply } from './error-reply.ts'
import { readBody } from './read-body.ts'
import { type ReplyWriter, writeReply } from './write-reply.ts'

/**
 * One request through one endpoint, from top to bottom: realm, caller and permission, validation, handler, answer.
 */
export function handleEndpoint(
  writer: ReplyWriter,
  { declaration, handle }: ImplementedEndpoint,
  readCertificate: CertificateReader,
) {
  const { server } = writer
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    let realm: RealmSnapshot | undefined
    let answer: Reply
    try {
      realm = await findRealm(server, declaration, request)
      const body = readBody(declaration, request.headers['content-type'] ?? '', rawBodyOf(request))
      const facts = toFacts(request, body.form, readCertificate(request))
      const caller = await authenticateCaller(server, declaration, facts, realm)
      requireRealm(declaration, realm)
      const context: EndpointContext = {
        server,
        request: facts,
        get log() {
          return server.log.child({ requestId: request.id })
        },
        allowOrigins: (origins) => allowOrigins(request, reply, origins),
        ...(realm ? { realm } : {}),
        ...(caller ? { caller } : {}),
      }
      const origins = caller?.claims['allowed-origins']
      if (Array.isArray(origins)) context.allowOrigins(origins.map(String))
      answer = await handle(validate(declaration, request, body.value), context)
    } catch (error) {
      answer = toErrorReply(declaration.family, error) ?? crash(writer, request, declaration, error)
    }
    return writeReply(writer, request, reply, declaration, answer, realm)
  }
}

function crash({ server }: ReplyWriter, request: FastifyRequest, declaration: Endpoint, error: unknown): Reply {
  server.log.error(
    { err: error, requestId: request.id, endpoint: `${declaration.method} ${declaration.path}` },
    'Request failed',
  )
  return toCrashReply(declaration.family, request.id)
}

async function findRealm(
  server: ReplyWriter['server'],
  declaration: Endpoint,
  request: FastifyRequest,
): Promise<RealmSnapshot | undefined> {
  const name = (request.params as Record<string, string>)['realm']
  if (name === undefined || !declaration.path.includes('{realm}')) return undefined
  return server.realms.byName(name)
}

/** After the caller is known, so that nobody learns from the answer which realms exist on the admin API. */
function requireRealm(declaration: Endpoint, realm: RealmSnapshot | undefined): void {
  if (!declaration.path.includes('{realm}')) return
  if (!realm) throw new NotFound('realm', declaration.family === 'admin' ? 'Realm not found.' : 'Realm does not exist')
  if (!realm.realm.enabled && declaration.family !== 'admin') throw new AccessDenied('realm disabled')
}

function validate(declaration: Endpoint, request: FastifyRequest, body: unknown): EndpointRequest<Endpoint> {
  return {
    params: check(declaration.params, toParams(request.params as Record<string, string>)),
    query: check(declaration.query, request.query),
    body: declaration.bodyKind === 'binary' ? body : check(declaration.body, body),
  }
}

/** The rest of an address is called `path` in declarations and `*` by the router. */
function toParams({ '*': path, ...params }: Readonly<Record<string, string>>): Record<string, string> {
  return path === undefined ? params : { ...params, path }
}

function check(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new InvalidInputs(
    result.error.issues.map(
      (issue) => new InvalidInput(issue.path.join('.') || undefined, 'error-invalid-value', [], issue),
    ),
  )
}

function rawBodyOf(request: FastifyRequest): Buffer | undefined {
  return Buffer.isBuffer(request.body) ? request.body : undefined
}

function toFacts(
  request: FastifyRequest,
  form: URLSearchParams | undefined,
  clientCertificate: ClientCertificate | undefined,
): RequestFacts {
  const raw = rawBodyOf(request)
  const { origin } = request.headers
  return {
    id: request.id,
    method: request.method,
    url: request.url,
    ip: request.ip,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 512),
    headers: request.headers,
    get cookies() {
      return readCookies(request)
    },
    ...(origin ? { origin } : {}),
    ...(form ? { form } : {}),
    ...(raw ? { rawBody: raw } : {}),
    ...(clientCertificate ? { clientCertificate } : {}),
  }
}
