import type { Endpoint } from '@ztrust/contract/endpoint'
import * as z from 'zod'
import type { ImplementedEndpoint } from './spi/endpoint-handler.ts'

interface Operation {
  readonly summary: string
  readonly tags: readonly string[]
  readonly security: readonly Record<string, readonly string[]>[]
  readonly parameters?: readonly object[]
  readonly requestBody?: object
  readonly responses: Readonly<Record<string, object>>
}

/** How callers of each family prove who they are, as OpenAPI security. */
const security: Readonly<Record<Endpoint['family'], Operation['security']>> = {
  admin: [{ bearer: [] }],
  account: [{ bearer: [] }],
  device: [{ device: [] }],
  oauth: [],
  page: [],
  public: [],
}

const mediaTypes: Readonly<Record<Endpoint['bodyKind'], string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  binary: 'application/octet-stream',
}

/** The OpenAPI 3.1 document of all endpoints, made from their declarations alone. */
export function toOpenApi(endpoints: readonly ImplementedEndpoint[], version: string): object {
  const paths: Record<string, Record<string, Operation>> = {}
  const shared: SharedSchemas = {}
  const sorted = endpoints.map(({ declaration }) => declaration).sort(byPathAndMethod)
  for (const declaration of sorted) {
    paths[declaration.path] = {
      ...paths[declaration.path],
      [declaration.method.toLowerCase()]: toOperation(declaration, shared),
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'ZTrust', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(shared).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        device: { type: 'http', scheme: 'ZTrust-Device' },
      },
    },
  }
}

function byPathAndMethod(a: Endpoint, b: Endpoint): number {
  const [left, right] = [`${a.path} ${a.method}`, `${b.path} ${b.method}`]
  return left < right ? -1 : left > right ? 1 : 0
}

function toOperation(declaration: Endpoint, shared: SharedSchemas): Operation {
  const parameters = [
    ...toParameters(declaration.params, 'path', shared),
    ...toParameters(declaration.query, 'query', shared),
  ]
  const body = declaration.body
  const hasBody = declaration.method !== 'GET' && !(body instanceof z.ZodVoid)
  const roles = declaration.permission.length > 0 ? { 'x-required-roles': declaration.permission } : {}
  return {
    summary: declaration.summary,
    tags: [declaration.tag],
    security: security[declaration.family],
    ...roles,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasBody
      ? { requestBody: { content: { [mediaTypes[declaration.bodyKind]]: toBody(declaration, shared) } } }
      : {}),
    responses: toResponses(declaration, shared),
  }
}

function toBody(declaration: Endpoint, shared: SharedSchemas): object {
  return declaration.bodyKind === 'binary'
    ? { schema: { type: 'string', format: 'binary' } }
    : { schema: toSchema(declaration.body, shared) }
}

function toParameters(schema: z.ZodType, where: 'path' | 'query', shared: SharedSchemas): readonly object[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape).map(([name, value]) => ({
    name,
    in: where,
    required: where === 'path' || !(value as z.ZodType).safeParse(undefined).success,
    schema: toSchema(value as z.ZodType, shared),
  }))
}

function toResponses({ responses }: Endpoint, shared: SharedSchemas): Record<string, object> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => [status, toResponse(Number(status), schema, shared)]),
  )
}

function toResponse(status: number, schema: z.ZodType, shared: SharedSchemas): object {
  const description = status < 300 ? 'Success' : status < 400 ? 'Elsewhere' : 'Problem'
  if (schema instanceof z.ZodVoid) return { description }
  if (schema instanceof z.ZodUnknown) return { description, content: { '*/*': {} } }
  return { description, content: { 'application/json': { schema: toSchema(schema, shared) } } }
}

/**
 * JSON Schema of what travels. A schema with a name in zod's registry becomes a reference, and goes into `shared` once:
 * it is asked for within a wrapper, because zod writes the outermost one in place.
 */
function toSchema(schema: z.ZodType, shared: SharedSchemas): unknown {
  const wrapper = z.toJSONSchema(z.object({ value: schema }), { io: 'input', unrepresentable: 'any' })
  const { $defs = {}, properties } = withReferences(wrapper)
  for (const [name, definition] of Object.entries($defs)) shared[name] = { ...definition, id: undefined }
  return properties?.['value'] ?? {}
}

type SharedSchemas = Record<string, object>
interface JsonSchema {
  readonly $defs?: Readonly<Record<string, object>>
  readonly properties?: Readonly<Record<string, unknown>>
}

/** JSON Schema refers to `#/$defs/...`, OpenAPI to `#/components/schemas/...`. */
function withReferences(schema: object): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))
}
