import { listAuthenticationMethods } from '../../model/user-session/authentication-methods.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { inAccessToken, inIdToken, inLightweightToken, priorities, tokenMapperCategory } from './mapper-config.ts'

export const amrMapper: ProtocolMapperType = {
  id: 'oidc-amr-mapper',
  protocol: 'openid-connect',
  displayName: 'Authentication Method Reference (AMR)',
  category: tokenMapperCategory,
  helpText: 'Add authentication method reference (AMR) to the token.',
  priority: priorities.claim,
  writes: ['amr'],
  config: [inIdToken, inAccessToken, inLightweightToken],
  apply(claims, _mapper, { server, realm, userSession }) {
    const methods = listAuthenticationMethods(realm, userSession, server.clock.now())
    if (methods.length > 0) claims['amr'] = methods
  },
}
