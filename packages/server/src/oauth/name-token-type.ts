import type { GrantContext } from '../spi/grant.ts'

/** The value of `token_type` (RFC 6749, section 7.1); some applications know it in lower case only. */
export function nameTokenType({ client, holder }: GrantContext): string {
  if (holder && holder.tokenType !== 'Bearer') return holder.tokenType
  return client.client.settings.attributes['token.response.type.bearer.lower-case'] === 'true' ? 'bearer' : 'Bearer'
}
