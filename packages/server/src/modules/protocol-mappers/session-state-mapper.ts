import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { inAllTokens, priorities, tokenMapperCategory } from './mapper-config.ts'

export const sessionStateMapper: ProtocolMapperType = {
  id: 'oidc-session-state-mapper',
  protocol: 'openid-connect',
  displayName: 'Session State (session_state)',
  category: tokenMapperCategory,
  helpText: 'Adds the session_state claim, which adapters before version 25 read.',
  priority: priorities.claim,
  writes: ['session_state'],
  config: inAllTokens,
  apply(claims) {
    const sessionId = claims['sid']
    if (sessionId !== undefined) claims['session_state'] = sessionId
  },
}
