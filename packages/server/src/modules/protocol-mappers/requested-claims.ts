import { parseJsonObject } from '../../crypto/base64url.ts'

/** What the `claims` parameter says of one claim (OpenID Connect Core, section 5.5.1). */
export interface ClaimWish {
  readonly essential: unknown
  readonly value: unknown
}

/** Undefined when the claim is not asked for, or asked for without a word on it (`null`). */
export function readWish(parameter: string, place: 'id_token' | 'userinfo', name: string): ClaimWish | undefined {
  const wish = memberOf(memberOf(parseJsonObject(Buffer.from(parameter)), place), name)
  if (typeof wish !== 'object' || wish === null) return undefined
  return { essential: memberOf(wish, 'essential'), value: memberOf(wish, 'value') }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return new Map<string, unknown>(Object.entries(value)).get(name)
}
