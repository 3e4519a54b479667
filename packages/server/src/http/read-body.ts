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

export interface ReadBody {
  /** What goes through the endpoint's schema. */
  readonly value: unknown
  readonly form?: URLSearchParams
}

/** Reads the raw bytes as the declaration says. An absent body is undefined. */
export function readBody(declaration: Endpoint, contentType: string, raw: Buffer | undefined): ReadBody {
  if (declaration.bodyKind === 'binary') return { value: raw ?? Buffer.alloc(0) }
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (declaration.bodyKind === 'form') return readForm(mediaType, raw)
  if (!raw || raw.length === 0) return { value: undefined }
  if (mediaType !== 'application/json' && !mediaType.endsWith('+json')) {
    throw new UnreadableBody(415, 'HTTP 415 Unsupported Media Type')
  }
  try {
    return { value: JSON.parse(raw.toString('utf8'), refusePrototypes) }
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause
    throw new UnreadableBody(400, 'Cannot parse the JSON', cause)
  }
}

function readForm(mediaType: string, raw: Buffer | undefined): ReadBody {
  if (!raw || raw.length === 0) return { value: {}, form: new URLSearchParams() }
  if (mediaType !== 'application/x-www-form-urlencoded')
    throw new UnreadableBody(415, 'HTTP 415 Unsupported Media Type')
  const form = new URLSearchParams(raw.toString('utf8'))
  const value: Record<string, string | string[]> = Object.create(null)
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name)
    value[name] = all.length === 1 ? String(all[0]) : all
  }
  return { value: { ...value }, form }
}

/** Own keys named like the prototype are never data of ours. */
function refusePrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new InvalidInput(undefined, 'error-invalid-value', [key])
  return value
}
