import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import {
  inAccessToken,
  inIdToken,
  inIntrospection,
  inLightweightToken,
  priorities,
  tokenMapperCategory,
} from './mapper-config.ts'

export const acrMapper: ProtocolMapperType = {
  id: 'oidc-acr-mapper',
  protocol: 'openid-connect',
  displayName: 'Authentication Context Class Reference (ACR)',
  category: tokenMapperCategory,
  helpText: 'Maps the achieved LoA (Level of Authentication) to the acr claim of the token.',
  priority: priorities.claim,
  writes: ['acr'],
  config: [inIdToken, inAccessToken, inLightweightToken, inIntrospection],
  apply(claims, _mapper, { requestNotes }) {
    const acr = requestNotes['acr']
    if (acr !== undefined) claims['acr'] = acr
  },
}
