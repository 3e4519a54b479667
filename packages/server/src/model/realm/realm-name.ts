import { InvalidInput } from '../../kernel/error.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'

/** Characters with a meaning in addresses (RFC 3986, section 2.2), and those that would need escaping everywhere. */
const reserved = /[:/?#@!$&()*+,;=[\]\\"'<>%{}|^`\s]/

/** Throws unless the name may be part of every address of the realm. */
export function requireRealmName(name: string): void {
  if (name === '') throw new InvalidInput('realm', 'error-empty')
  if (name.length > 255) throw new InvalidInput('realm', 'error-invalid-length', ['realm', 1, 255])
  if (reserved.test(name) || hasDeceptiveCharacters(name) || name === '.' || name === '..') {
    throw new InvalidInput('realm', 'error-invalid-value', ['realm'])
  }
}
