import type { ConfigProperty } from '../../spi/config-property.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { inIdToken, priorities, tokenMapperCategory } from './mapper-config.ts'
import { readWish } from './requested-claims.ts'

const nameProperty: ConfigProperty = {
  name: 'claim.name',
  label: 'Claim name',
  helpText: 'Name of the claim that applications may choose a value of.',
  type: 'String',
}

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
  config: [nameProperty, inIdToken],
  apply(claims, { config }, { clientSession }) {
    const name = config['claim.name']
    const asked = clientSession.notes['claims']
    if (name === undefined || asked === undefined || Object.hasOwn(claims, name)) return
    const wish = readWish(asked, 'id_token', name)
    if (wish?.essential === true && typeof wish.value === 'string') claims[name] = wish.value
  },
}
