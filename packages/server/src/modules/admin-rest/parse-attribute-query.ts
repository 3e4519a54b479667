/**
 * Reads the `q` parameter: `name:value "other name":"other value"`. Parts without a colon are passed over, as Keycloak
 * does.
 */
export function parseAttributeQuery(text: string | undefined): readonly (readonly [name: string, value: string])[] {
  const part = /(?:"((?:[^"\\]|\\.)*)"|([^\s:"]+)):(?:"((?:[^"\\]|\\.)*)"|(\S+))/g
  return [...(text ?? '').matchAll(part)].map((match) => [
    withoutEscapes(match[1]) ?? match[2] ?? '',
    withoutEscapes(match[3]) ?? match[4] ?? '',
  ])
}

const withoutEscapes = (text: string | undefined) => text?.replace(/\\(.)/g, '$1')
