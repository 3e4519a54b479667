import { InvalidInput } from '../../kernel/error.ts'
import type { FormInput } from '../../spi/authenticator.ts'
import type { RequestFacts } from '../../spi/request.ts'

const longestField = 20_000

/** The posted fields, each once (RFC 6749, section 3.1, for our own forms too): which of two counts is never a question. */
export function readFormInput(request: RequestFacts): FormInput {
  // No prototype: a field may be called `constructor`.
  const input: Record<string, string> = Object.create(null)
  for (const [name, value] of request.form ?? []) {
    if (name in input) throw new InvalidInput(name, 'invalidParameterMessage', [name])
    // PostgreSQL takes no NUL in texts.
    if (value.includes('\0') || name.includes('\0')) throw new InvalidInput(undefined, 'error-invalid-value')
    if (value.length > longestField) throw new InvalidInput(name, 'error-invalid-length-too-long', [name, longestField])
    input[name] = value
  }
  return input
}
