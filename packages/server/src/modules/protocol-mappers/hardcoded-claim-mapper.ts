import type { ConfigProperty } from '../../spi/config-property.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { writeClaim } from './claim.ts'
import { claimName, claimType, inAllTokens, inTokenResponse, priorities, tokenMapperCategory } from './mapper-config.ts'

const claimValue: ConfigProperty = {
  name: 'claim.value',
  label: 'Claim value',
  helpText: 'What the claim says, as text; for claims of another type, text that has that form: true, 7, {"a":1}.',
  type: 'String',
}

export const hardcodedClaimMapper: ProtocolMapperType = {
  id: 'oidc-hardcoded-claim-mapper',
  protocol: 'openid-connect',
  displayName: 'Hardcoded claim',
  category: tokenMapperCategory,
  helpText: 'Hardcode a claim into the token.',
  priority: priorities.claim,
  isSteady: true,
  config: [claimName, claimValue, claimType, ...inAllTokens, inTokenResponse],
  apply(claims, { config }) {
    const value = config['claim.value']
    if (value !== undefined) writeClaim(claims, config, [value])
  },
}
