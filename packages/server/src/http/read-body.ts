import type { Endpoint } from '@ztrust/contract/endpoint'
import { InvalidInput } from '../kernel/error.ts'

/** A body that cannot be read as what the endpoint takes. */
export class UnreadableBody extends Error {
  readonly status: 400 | 413 | 415
  constructor(status: 400 | 413 | 415, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'UnreadableBody'
    this.status = status
  }
}

const formType = 'application/x-www-form-urlencoded'

/** Refuses a body of another media type than the endpoint takes; an absent body has none. */
export function requireMediaType(
  { bodyKind }: Pick<Endpoint, 'bodyKind'>,
  contentType: string | undefined,
  raw: Buffer | undefined,
): void {
  if (bodyKind === 'binary' || !raw || raw.length === 0) return
  // What nearly all clients send, word for word.
  if (bodyKind === 'form' && contentType === formType) return
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isRight =
    bodyKind === 'form' ? mediaType === formType : mediaType === 'application/json' || mediaType.endsWith('+json')
  if (!isRight) throw new UnreadableBody(415, 'HTTP 415 Unsupported Media Type')
}

/** What goes through the endpoint's schema. An absent body is undefined. */
export function readBody({ bodyKind }: Pick<Endpoint, 'bodyKind'>, raw: Buffer | undefined): unknown {
  if (bodyKind === 'binary') return raw ?? Buffer.alloc(0)
  if (bodyKind === 'form') return readForm(raw)
  if (!raw || raw.length === 0) return undefined
  try {
    return JSON.parse(raw.toString('utf8'), refusePrototypes)
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause
    throw new UnreadableBody(400, 'Cannot parse the JSON', cause)
  }
}

function readForm(raw: Buffer | undefined): Record<string, string | string[]> {
  const form = new URLSearchParams(raw?.toString('utf8'))
  const value: Record<string, string | string[]> = Object.create(null)
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name)
    value[name] = all.length === 1 ? String(all[0]) : all
  }
  return { ...value }
}

/** Own keys named like the prototype are never data of ours. */
function refusePrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new InvalidInput(undefined, 'error-invalid-value', [key])
  return value
}
