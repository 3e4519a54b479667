import { parseJsonObject } from '../../crypto/base64url.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { claimName, inIdToken, priorities, tokenMapperCategory } from './mapper-config.ts'

/**
 * Gives back a value that the application asked for by the `claims` parameter (OpenID Connect Core, section 5.5.1), as
 * open banking does with `openbanking_intent_id`. As in Keycloak only a text, only when it was essential, and never what
 * the server itself says.
 */
export const claimsParameterMapper: ProtocolMapperType = {
  id: 'oidc-claims-param-value-idtoken-mapper',
  protocol: 'openid-connect',
  displayName: 'Claims parameter with value ID Token',
  category: tokenMapperCategory,
  helpText: 'Claims specified by Claims parameter with value are put into an ID token.',
  priority: priorities.claim,
  config: [claimName, inIdToken],
  apply(claims, { config }, { clientSession }) {
    const name = config['claim.name']
    const asked = clientSession.notes['claims']
    if (name === undefined || asked === undefined || Object.hasOwn(claims, name)) return
    const value = findEssentialValue(asked, name)
    if (value !== undefined) claims[name] = value
  },
}

function findEssentialValue(text: string, name: string): string | undefined {
  const wish = memberOf(memberOf(parseJsonObject(Buffer.from(text)), 'id_token'), name)
  const value = memberOf(wish, 'value')
  return memberOf(wish, 'essential') === true && typeof value === 'string' ? value : undefined
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return new Map<string, unknown>(Object.entries(value)).get(name)
}
