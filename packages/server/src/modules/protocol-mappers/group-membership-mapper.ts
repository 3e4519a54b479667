import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { setClaim, toClaimPath } from './claim.ts'
import { claimName, inAllTokens, priorities, tokenMapperCategory } from './mapper-config.ts'

export const groupMembershipMapper: ProtocolMapperType = {
  id: 'oidc-group-membership-mapper',
  protocol: 'openid-connect',
  displayName: 'Group Membership',
  category: tokenMapperCategory,
  helpText: 'Map user group membership.',
  priority: priorities.claim,
  isSteady: true,
  config: [
    claimName,
    {
      name: 'full.path',
      label: 'Full group path',
      helpText: "Include the full path to the group, such as /top/level1/level2; otherwise only the group's name.",
      type: 'boolean',
      defaultValue: 'true',
    },
    ...inAllTokens,
  ],
  async apply(claims, { config }, source) {
    const paths = await source.groupPaths()
    const isFull = (config['full.path'] ?? 'true') === 'true'
    const groups = isFull ? paths : paths.map((path) => path.slice(path.lastIndexOf('/') + 1))
    setClaim(claims, toClaimPath(config['claim.name'] ?? '', source.client.client.clientId), [...groups])
  },
}
