import { InvalidInput } from '../../../kernel/error.ts'

/** A regular expression of a configuration; it stands for the whole value, as in Java. Throws InvalidInput. */
export function toPattern(field: string, text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`, 'u')
  } catch (cause) {
    throw new InvalidInput(field, 'error-invalid-value', [text], cause)
  }
}
