import { IntlMessageFormat } from 'intl-messageformat'
import { LRUCache } from 'lru-cache'

/** Realms may bring their own patterns, so the number kept is bounded. */
const formatters = new LRUCache<string, { readonly format: IntlMessageFormat | undefined }>({ max: 4000 })

/**
 * Formats an ICU message; parameters are numbered as in Keycloak's bundles: `{0}`. A pattern that administrators wrote
 * wrongly is shown as they wrote it: a page must not fail for it.
 */
export function formatMessage(locale: string, pattern: string, parameters: readonly (string | number)[]): string {
  if (!pattern.includes('{') && !pattern.includes("'")) return pattern
  const values = Object.fromEntries(parameters.map((value, index) => [String(index), value]))
  try {
    const text = formatterOf(locale, pattern)?.format(values)
    if (typeof text === 'string') return text
  } catch {
    // a parameter that nobody gave
  }
  return pattern.replace(/\{(\d{1,2})\}/g, (_, index: string) => String(values[index] ?? ''))
}

function formatterOf(locale: string, pattern: string): IntlMessageFormat | undefined {
  const key = `${locale} ${pattern}`
  const known = formatters.get(key)
  if (known !== undefined) return known.format
  const made = { format: parse(locale, pattern) }
  formatters.set(key, made)
  return made.format
}

function parse(locale: string, pattern: string): IntlMessageFormat | undefined {
  try {
    return new IntlMessageFormat(pattern, locale, undefined, { ignoreTag: true })
  } catch {
    return undefined
  }
}
