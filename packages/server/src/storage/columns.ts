import { InvalidInput } from '../kernel/error.ts'

/** Translators between the few column types (text, integer, bigint, blob) and TypeScript. */

export function toBoolean(value: number): boolean {
  return value !== 0
}

export function fromBoolean(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

/** Reads JSON that this server wrote. The caller names the type it wrote. */
export function toJson<Value>(text: string): Value {
  return JSON.parse(text) as Value
}

export function fromJson(value: unknown): string {
  return JSON.stringify(value)
}

/**
 * PostgreSQL holds no NUL in text, and nobody means one: wherever it came from (path, cookie, claim, body), it is the
 * caller's mistake on both databases alike. Throws InvalidInput.
 */
export function requireStorableText(values: readonly unknown[]): void {
  for (const value of values) {
    if (typeof value === 'string' && value.includes('\0')) throw new InvalidInput(undefined, 'error-invalid-value')
  }
}
