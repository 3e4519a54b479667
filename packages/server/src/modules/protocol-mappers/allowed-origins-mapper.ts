import { resolveWebOrigins } from '../../model/client/web-origins.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { inAccessTokens, priorities, tokenMapperCategory } from './mapper-config.ts'

export const allowedOriginsMapper: ProtocolMapperType = {
  id: 'oidc-allowed-origins-mapper',
  protocol: 'openid-connect',
  displayName: 'Allowed Web Origins',
  category: tokenMapperCategory,
  helpText: "Adds all allowed web origins to the 'allowed-origins' claim in the token.",
  priority: priorities.claim,
  isSteady: true,
  config: inAccessTokens,
  apply(claims, _mapper, { client, server }) {
    const origins = resolveWebOrigins(client.client.settings, server.urls.base)
    if (origins.length > 0) claims['allowed-origins'] = origins
  },
}
