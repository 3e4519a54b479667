import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { writeClaim } from './claim.ts'
import { claimName, claimType, inAllTokens, priorities, textProperty, tokenMapperCategory } from './mapper-config.ts'

export const hardcodedClaimMapper: ProtocolMapperType = {
  id: 'oidc-hardcoded-claim-mapper',
  protocol: 'openid-connect',
  displayName: 'Hardcoded claim',
  category: tokenMapperCategory,
  helpText: 'Hardcode a claim into the token.',
  priority: priorities.claim,
  config: [claimName, textProperty('claim.value', 'claimValue'), claimType, ...inAllTokens],
  apply(claims, { config }) {
    const value = config['claim.value']
    if (value !== undefined) writeClaim(claims, config, [value])
  },
}
