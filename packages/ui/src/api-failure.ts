import { ApiError } from '@ztrust/contract/api-client'
import type { UiMessages } from './ui-text.ts'

/** A failed call in terms a page can show. */
export interface Failure {
  readonly status: number | undefined
  /** Key of the plain sentence. */
  readonly textId: keyof UiMessages
  /** The server's own sentence, for those who know the field. */
  readonly detail: string | undefined
  /** Id of the log line of an internal error. */
  readonly reference: string | undefined
  readonly fields: readonly FieldFailure[]
}

/** An error that belongs beside a field. `field` is the name on the wire. */
export interface FieldFailure {
  readonly field: string
  readonly message: string
  /** What belongs to the message besides the name of the field: limits and the like. */
  readonly parameters: readonly (string | number)[]
}

const textByStatus: Readonly<Record<number, keyof UiMessages>> = {
  401: 'ui.error.unauthorized',
  403: 'ui.error.forbidden',
  404: 'ui.error.notFound',
  409: 'ui.error.conflict',
  413: 'ui.error.tooLarge',
  429: 'ui.error.tooMany',
}

/** Turns whatever a call threw into words. No answer at all means that the network failed. */
export function describeFailure(error: unknown): Failure {
  if (!(error instanceof ApiError)) {
    return {
      status: undefined,
      textId: error instanceof TypeError ? 'ui.error.network' : 'ui.error.server',
      detail: undefined,
      reference: undefined,
      fields: [],
    }
  }
  const { status, body } = error
  const fallback = status >= 500 ? 'ui.error.server' : 'ui.error.invalid'
  return {
    status,
    textId: textByStatus[status] ?? fallback,
    detail: readDetail(body),
    reference: readText(body, 'errorId') ?? readText(body, 'error_id'),
    fields: readFieldFailures(body),
  }
}

/** Retrying helps when nothing was wrong with the request itself. */
export function isWorthRetrying(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status >= 500 || error.status === 429
}

function readDetail(body: unknown): string | undefined {
  const message = readText(body, 'errorMessage') ?? readText(body, 'error_description') ?? readText(body, 'error')
  return message === undefined ? undefined : fillParameters(message, readParameters(body))
}

/**
 * Field errors of the admin and account APIs: one `{field, errorMessage, params}` or several in `{errors: [...]}`.
 * User profile errors name attributes as the form does.
 */
export function readFieldFailures(body: unknown): readonly FieldFailure[] {
  if (typeof body !== 'object' || body === null) return []
  const several: unknown = 'errors' in body ? body.errors : undefined
  const entries: readonly unknown[] = Array.isArray(several) ? several : [body]
  return entries.flatMap((entry) => {
    const field = readText(entry, 'field')
    const message = readText(entry, 'errorMessage') ?? readText(entry, 'message')
    if (field === undefined || message === undefined) return []
    const all = readParameters(entry)
    const parameters = all.filter((one) => typeof one === 'string' || typeof one === 'number')
    return [{ field, message: fillParameters(message, all), parameters: parameters.filter((one) => one !== field) }]
  })
}

function readText(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const text: unknown = Reflect.get(value, name)
  return typeof text === 'string' && text !== '' ? text : undefined
}

function readParameters(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !('params' in value)) return []
  return Array.isArray(value.params) ? value.params : []
}

/** `{0}` of Keycloak's messages. */
function fillParameters(message: string, parameters: readonly unknown[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, index: string) => {
    const value = parameters[Number(index)]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
  })
}
