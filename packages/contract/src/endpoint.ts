import * as z from 'zod'

/** Who calls, and so how callers are authenticated and errors are written. */
export type EndpointFamily =
  /** Admin REST: bearer token, permissions, Keycloak's `{errorMessage}` / `{error}` bodies. */
  | 'admin'
  /** OAuth 2 and OpenID Connect: `{error, error_description}` (RFC 6749, section 5.2). */
  | 'oauth'
  /** Pages in a browser: HTML, cookies, errors as a page. */
  | 'page'
  /** The Self-Service Portal's API: bearer token of the user, JSON bodies like the admin family's. */
  | 'account'
  /** The authenticator: requests signed by the device key, or by a one-time enrolment token. */
  | 'device'
  /** Open to everybody: health, metrics, server information without secrets. */
  | 'public'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'

/** How a request body travels. `binary`: the bytes themselves, whatever their media type. */
export type BodyKind = 'json' | 'form' | 'binary'

type Schemas = Readonly<Record<string, z.ZodType>>

/**
 * One operation of the wire: the server implements it, the consoles and tests call it, the OpenAPI document is made
 * from it. Path parameters are written `{name}`, as in OpenAPI.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Responses extends Readonly<Record<number, z.ZodType>> = Readonly<Record<number, z.ZodType>>,
  Path extends string = string,
  Family extends EndpointFamily = EndpointFamily,
> {
  readonly method: HttpMethod
  readonly path: Path
  readonly family: Family
  /** One line for the reference. */
  readonly summary: string
  /** Heading in the reference, for example `Users`. */
  readonly tag: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly bodyKind: BodyKind
  /** Body schema by status. `z.void()` for none. */
  readonly responses: Responses
  /** Names of roles of realm management of which the caller needs one; checked before anything else. */
  readonly permission: readonly string[]
  /** Largest body in bytes; 1 MiB unless told. */
  readonly bodyLimit: number
}

interface EndpointInput<
  Path extends string,
  Family extends EndpointFamily,
  Params extends Schemas,
  Query extends Schemas,
  Body extends z.ZodType,
  Responses extends Readonly<Record<number, z.ZodType>>,
> {
  readonly method: HttpMethod
  readonly path: Path
  readonly family: Family
  readonly summary: string
  readonly tag: string
  readonly query?: Query
  readonly params?: Params
  readonly body?: Body
  readonly bodyKind?: BodyKind
  readonly responses: Responses
  readonly permission?: readonly string[]
  readonly bodyLimit?: number
}

type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never

/** Path parameters are texts of at most 255 characters unless `params` says otherwise. */
type ParamsOf<Path extends string, Params extends Schemas> = z.ZodObject<
  { [Name in Exclude<PathNames<Path>, keyof Params>]: z.ZodString } & Params
>

/** Declares an endpoint. Query and path values arrive as text: use coercing schemas for numbers and booleans. */
export function endpoint<
  const Path extends string,
  const Family extends EndpointFamily,
  Params extends Schemas = Record<never, never>,
  Query extends Schemas = Record<never, never>,
  Body extends z.ZodType = z.ZodVoid,
  Responses extends Readonly<Record<number, z.ZodType>> = Readonly<Record<number, z.ZodType>>,
>(
  input: EndpointInput<Path, Family, Params, Query, Body, Responses>,
): Endpoint<ParamsOf<Path, Params>, z.ZodObject<Query>, Body, Responses, Path, Family> {
  const names = [...input.path.matchAll(/\{([^}]+)\}/g)].map((match) => String(match[1]))
  const texts = Object.fromEntries(names.map((name) => [name, z.string().min(1).max(255)]))
  return {
    method: input.method,
    path: input.path,
    family: input.family,
    summary: input.summary,
    tag: input.tag,
    params: z.object({ ...texts, ...input.params }) as unknown as ParamsOf<Path, Params>,
    query: z.object(input.query ?? ({} as Query)),
    body: (input.body ?? z.void()) as Body,
    bodyKind: input.bodyKind ?? 'json',
    responses: input.responses,
    permission: input.permission ?? [],
    bodyLimit: input.bodyLimit ?? 1_048_576,
  }
}

/** What a handler receives, after validation. */
export type EndpointRequest<E extends Endpoint> = {
  readonly params: z.output<E['params']>
  readonly query: z.output<E['query']>
  readonly body: z.output<E['body']>
}

/** What a caller sends. */
export type EndpointCall<E extends Endpoint> = {
  readonly params: z.input<E['params']>
  readonly query?: z.input<E['query']>
  readonly body?: z.input<E['body']>
}

/** The body of the successful answers (2xx) of an endpoint. */
export type EndpointResult<E extends Endpoint> = {
  // The keys of a spread object (`...adminErrors`) are texts to the compiler.
  [Status in keyof E['responses']]: `${Status & (string | number)}` extends `2${string}`
    ? z.output<E['responses'][Status]>
    : never
}[keyof E['responses']]

/** A boolean in a query string: `true` and `false` as text. */
export const queryBoolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

/** A whole number in a query string. */
export const queryInteger = z.coerce.number().int()

/** An answer without a body. */
export const noContent = z.void()

/** An answer that is not JSON: a page, an image, a redirect. Not validated, described by its media type. */
export const anyContent = z.unknown()
