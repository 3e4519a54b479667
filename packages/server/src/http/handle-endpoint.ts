import type { Endpoint, EndpointRequest } from '@ztrust/contract/endpoint'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { AccessDenied, InvalidInput, InvalidInputs, NotFound } from '../kernel/error.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ImplementedEndpoint } from '../spi/endpoint-handler.ts'
import type { Reply } from '../spi/reply.ts'
import { authenticateCaller, needsCaller } from './caller.ts'
import type { CertificateReader } from './client-certificate/create-certificate-reader.ts'
import { toCrashReply, toErrorReply } from './error-reply.ts'
import { HandledRequest } from './handled-request.ts'
import { readBody, requireMediaType } from './read-body.ts'
import { HttpRequestFacts } from './request-facts.ts'
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
  const namesRealm = declaration.path.includes('{realm}')
  const isForm = declaration.bodyKind === 'form'
  const asksCaller = needsCaller(declaration)
  // With the first request: looking into hundreds of schemas would keep the start waiting.
  let validate: Validation | undefined
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const context = new HandledRequest(server, new HttpRequestFacts(request, isForm, readCertificate(request)))
    let answer: Reply
    try {
      if (namesRealm) {
        const name = realmNameOf(request)
        context.realm = server.realms.loaded(name) ?? (await server.realms.byName(name))
      }
      requireMediaType(declaration, request.headers['content-type'], context.request.rawBody)
      const { realm } = context
      const caller = asksCaller ? await authenticateCaller(server, declaration, context.request, realm) : undefined
      if (namesRealm) requireRealm(declaration, realm)
      if (caller) context.admit(caller)
      validate ??= compileValidation(declaration)
      answer = await handle(validate(request, context.request.rawBody), context)
    } catch (error) {
      answer = toErrorReply(declaration.family, error) ?? crash(writer, request, declaration, error)
    }
    return writeReply(
      writer,
      { request, reply, declaration, realm: context.realm, origin: context.originHeaders },
      answer,
    )
  }
}

function crash({ server }: ReplyWriter, request: FastifyRequest, declaration: Endpoint, error: unknown): Reply {
  server.log.error(
    { err: error, requestId: request.id, endpoint: `${declaration.method} ${declaration.path}` },
    'Request failed',
  )
  return toCrashReply(declaration.family, request.id)
}

function realmNameOf({ params }: FastifyRequest): string {
  return (params as Readonly<Record<string, string>>)['realm'] ?? ''
}

/** After the caller is known, so that nobody learns from the answer which realms exist on the admin API. */
function requireRealm({ family }: Endpoint, realm: RealmSnapshot | undefined): void {
  if (!realm) throw new NotFound('realm', family === 'admin' ? 'Realm not found.' : 'Realm does not exist')
  if (!realm.realm.enabled && family !== 'admin') throw new AccessDenied('realm disabled')
}

type Validation = (request: FastifyRequest, rawBody: Buffer | undefined) => EndpointRequest<Endpoint>

/** Only what the declaration says something about is read and checked. */
function compileValidation(declaration: Endpoint): Validation {
  const { params, query, body, bodyKind } = declaration
  const takesQuery = !(query instanceof z.ZodObject) || Object.keys(query.shape).length > 0
  const takesBody = bodyKind !== 'form' || !(body instanceof z.ZodUnknown)
  const nothing = Object.freeze({})
  return (request, rawBody) => {
    const found = takesBody ? readBody(declaration, rawBody) : undefined
    return {
      params: check(params, toParams(request.params as Record<string, string>)),
      query: takesQuery ? check(query, request.query) : nothing,
      body: takesBody && bodyKind !== 'binary' ? check(body, found) : found,
    }
  }
}

/** The rest of an address is called `path` in declarations and `*` by the router. */
function toParams(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { '*': path, ...others } = params
  return path === undefined ? params : { ...others, path }
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
