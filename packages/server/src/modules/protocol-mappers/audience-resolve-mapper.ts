import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { addAudience } from './claim.ts'
import { inAccessTokens, priorities, tokenMapperCategory } from './mapper-config.ts'
import { realmContainer, resolveRoles } from './resolved-roles.ts'

export const audienceResolveMapper: ProtocolMapperType = {
  id: 'oidc-audience-resolve-mapper',
  protocol: 'openid-connect',
  displayName: 'Audience Resolve',
  category: tokenMapperCategory,
  helpText:
    'Adds all client_ids of "allowed" clients to the audience field of the token: those the user has a role of.',
  priority: priorities.resolvedAudience,
  isSteady: true,
  config: inAccessTokens,
  async apply(claims, _mapper, source) {
    const own = source.client.client.clientId
    for (const [container, names] of await resolveRoles(claims, source)) {
      if (container !== realmContainer && container !== own && names.size > 0) addAudience(claims, container)
    }
  },
}
