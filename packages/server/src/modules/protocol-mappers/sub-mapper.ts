import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { inAccessTokens, priorities, tokenMapperCategory } from './mapper-config.ts'

export const subMapper: ProtocolMapperType = {
  id: 'oidc-sub-mapper',
  protocol: 'openid-connect',
  displayName: 'Subject (sub)',
  category: tokenMapperCategory,
  helpText: 'Add Subject (sub) claim.',
  priority: priorities.subject,
  isSteady: true,
  config: inAccessTokens,
  apply(claims, _mapper, { user }) {
    // Already there under the name that the client knows the user by.
    claims['sub'] ??= user.id
  },
}
