/** What a request asks for; `none` asks for nothing of all. */
export interface ResponseType {
  readonly code: boolean
  readonly token: boolean
  readonly idToken: boolean
}

/** OAuth 2.0 Multiple Response Type Encoding Practices, sections 3 to 5. */
export const responseTypes = [
  'code',
  'none',
  'id_token',
  'token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const

const values = new Set(['code', 'token', 'id_token'])

/** Reads `response_type`, whose values stand in any order (RFC 6749, section 3.1.1); undefined when one is unknown. */
export function parseResponseType(text: string): ResponseType | undefined {
  const parts = new Set(text.split(' '))
  const isNone = parts.size === 1 && parts.has('none')
  if (!isNone && ![...parts].every((part) => values.has(part))) return undefined
  return { code: parts.has('code'), token: parts.has('token'), idToken: parts.has('id_token') }
}

/** Implicit and hybrid: tokens come through the browser. */
export function isFrontChannel({ token, idToken }: ResponseType): boolean {
  return token || idToken
}
