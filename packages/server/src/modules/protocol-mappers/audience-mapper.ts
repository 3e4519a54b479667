import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { addAudience } from './claim.ts'
import {
  inAccessToken,
  inIdToken,
  inIntrospection,
  inLightweightToken,
  priorities,
  textProperty,
  tokenMapperCategory,
} from './mapper-config.ts'

export const audienceMapper: ProtocolMapperType = {
  id: 'oidc-audience-mapper',
  protocol: 'openid-connect',
  displayName: 'Audience',
  category: tokenMapperCategory,
  helpText: 'Add specified audience to the audience (aud) field of token.',
  priority: priorities.claim,
  isSteady: true,
  config: [
    textProperty('included.client.audience', 'included.client.audience', 'ClientList'),
    textProperty('included.custom.audience', 'included.custom.audience'),
    { ...inIdToken, defaultValue: 'false' },
    inAccessToken,
    inLightweightToken,
    inIntrospection,
  ],
  apply(claims, { config }) {
    // A custom audience is only looked at when no client is named.
    const audience = config['included.client.audience'] || config['included.custom.audience']
    if (audience) addAudience(claims, audience)
  },
}
