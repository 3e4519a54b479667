import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { priorities, tokenMapperCategory } from './mapper-config.ts'

/** Since Keycloak 25 the nonce stands in ID tokens only; this mapper brings it back into access tokens. */
export const nonceMapper: ProtocolMapperType = {
  id: 'oidc-nonce-backwards-compatible-mapper',
  protocol: 'openid-connect',
  displayName: 'Nonce backwards compatible',
  category: tokenMapperCategory,
  helpText: 'Adds the nonce claim to the access token, as before version 25.',
  priority: priorities.claim,
  writes: ['nonce'],
  config: [],
  apply(claims, _mapper, { requestNotes }) {
    const nonce = requestNotes['nonce']
    if (nonce !== undefined) claims['nonce'] = nonce
  },
}
