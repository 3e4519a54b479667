/*
 * The closed list of errors that the floors below http throw. Each endpoint family translates them once, at the edge.
 * `message` may be shown to people; what must stay private goes into `cause` or the log.
 */

export interface OAuthErrorOptions {
  /** HTTP status; 400 unless told. */
  readonly status?: number
  /** Error code of the event to record, where it differs from `code`. */
  readonly event?: string
  /** Headers that go with the answer: `DPoP-Nonce`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** An error of the OAuth 2 family (RFC 6749, section 5.2). */
export class OAuthError extends Error {
  readonly code: string
  readonly status: number
  readonly event: string
  readonly headers: Readonly<Record<string, string>>
  constructor(code: string, description: string, options: OAuthErrorOptions = {}) {
    super(description, { cause: options.cause })
    this.name = 'OAuthError'
    this.code = code
    this.status = options.status ?? 400
    this.event = options.event ?? code
    this.headers = options.headers ?? {}
  }
}

/** A value the caller sent is not acceptable. `code` is a message key, `parameters` fill its placeholders. */
export class InvalidInput extends Error {
  readonly field: string | undefined
  readonly code: string
  readonly parameters: readonly (string | number)[]
  constructor(field: string | undefined, code: string, parameters: readonly (string | number)[] = [], cause?: unknown) {
    super(code, { cause })
    this.name = 'InvalidInput'
    this.field = field
    this.code = code
    this.parameters = parameters
  }
}

/** Several fields are wrong at once. */
export class InvalidInputs extends Error {
  readonly problems: readonly InvalidInput[]
  constructor(problems: readonly InvalidInput[]) {
    super(problems.map((problem) => `${problem.field ?? ''}: ${problem.code}`).join('; '))
    this.name = 'InvalidInputs'
    this.problems = problems
  }
}

/** The named thing does not exist, or not for this caller. The message is public: "Could not find client". */
export class NotFound extends Error {
  readonly kind: string
  constructor(kind: string, message = `Could not find ${kind}`) {
    super(message)
    this.name = 'NotFound'
    this.kind = kind
  }
}

/** Something with this name exists already. The message is public: "User exists with same username". */
export class Conflict extends Error {
  readonly kind: string
  readonly field: string
  constructor(kind: string, field: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'Conflict'
    this.kind = kind
    this.field = field
  }
}

/** What is asked for cannot be done as things stand. The message is public: "Can't delete built in flow". */
export class BadRequest extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BadRequest'
  }
}

/** The caller is known and may not do this. */
export class AccessDenied extends Error {
  readonly permission: string
  constructor(permission: string) {
    super(`Access denied: ${permission}`)
    this.name = 'AccessDenied'
    this.permission = permission
  }
}

export interface UnauthenticatedOptions {
  /** How the caller tried; the challenge asks for the same again. Bearer unless told. */
  readonly scheme?: 'Bearer' | 'DPoP'
  /** Code in the challenge, where it is not `invalid_token` (RFC 9449, section 9: `use_dpop_nonce`). */
  readonly code?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The caller is not known. `reason` is for the log, never for the answer. */
export class Unauthenticated extends Error {
  readonly reason: string
  readonly scheme: 'Bearer' | 'DPoP'
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  constructor(
    reason: string,
    { scheme = 'Bearer', code = 'invalid_token', headers = {} }: UnauthenticatedOptions = {},
  ) {
    super('Authentication required')
    this.name = 'Unauthenticated'
    this.reason = reason
    this.scheme = scheme
    this.code = code
    this.headers = headers
  }
}

/** There is more to do than can be done in time; the caller may try again. */
export class Overloaded extends Error {
  readonly retryAfterSeconds: number
  constructor(what: string, retryAfterSeconds: number) {
    super(`Too busy: ${what}`)
    this.name = 'Overloaded'
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The server cannot start or go on; the message is one sentence for the operator. */
export class OperatorError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'OperatorError'
  }
}
