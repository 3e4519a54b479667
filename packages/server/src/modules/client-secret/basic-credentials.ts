export interface BasicCredentials {
  readonly clientId: string
  readonly secret: string
}

/** Longer values of the header are not looked at (CVE-2026-9803). */
const maximumLength = 8192

/**
 * Name and secret of an `Authorization: Basic` header, each form-encoded before it was joined (RFC 6749, section
 * 2.3.1). Undefined when the header is absent, of another scheme or malformed.
 */
export function readBasicCredentials(header: string | readonly string[] | undefined): BasicCredentials | undefined {
  if (typeof header !== 'string' || header.length > maximumLength) return undefined
  const encoded = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(header.trim())?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1) return undefined
  return { clientId: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) }
}

/** Many clients do not encode; text that is no valid encoding is taken as it is. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
