/**
 * Kinds of protocol mappers of OpenID Connect, under Keycloak's ids and configuration keys: they turn what is known of
 * user, session, client and roles into claims. The openid-connect module calls them through the registry.
 * Organizations: which ones depends on how the scope `organization` is asked for (`oauth/organization-scope.ts`).
 */
import { defineModule } from '../../spi/module.ts'
import { acrMapper } from './acr-mapper.ts'
import { addressMapper } from './address-mapper.ts'
import { allowedOriginsMapper } from './allowed-origins-mapper.ts'
import { amrMapper } from './amr-mapper.ts'
import { audienceMapper } from './audience-mapper.ts'
import { audienceResolveMapper } from './audience-resolve-mapper.ts'
import { claimsParameterMapper } from './claims-parameter-mapper.ts'
import { claimsParameterTokenMapper } from './claims-parameter-token-mapper.ts'
import { clientRoleMapper } from './client-role-mapper.ts'
import { fullNameMapper } from './full-name-mapper.ts'
import { groupMembershipMapper } from './group-membership-mapper.ts'
import { hardcodedClaimMapper } from './hardcoded-claim-mapper.ts'
import { hardcodedRoleMapper } from './hardcoded-role-mapper.ts'
import { nonceMapper } from './nonce-mapper.ts'
import { organizationMembershipMapper } from './organization-membership-mapper.ts'
import { pairwiseSubMapper } from './pairwise-sub-mapper.ts'
import { realmRoleMapper } from './realm-role-mapper.ts'
import { roleNameMapper } from './role-name-mapper.ts'
import { sessionNoteMapper } from './session-note-mapper.ts'
import { sessionStateMapper } from './session-state-mapper.ts'
import { subMapper } from './sub-mapper.ts'
import { userAttributeMapper } from './user-attribute-mapper.ts'
import { userPropertyMapper } from './user-property-mapper.ts'

export const protocolMappersModule = defineModule({
  id: 'protocol-mappers',
  protocolMappers: [
    acrMapper,
    addressMapper,
    allowedOriginsMapper,
    amrMapper,
    audienceMapper,
    audienceResolveMapper,
    claimsParameterMapper,
    claimsParameterTokenMapper,
    clientRoleMapper,
    fullNameMapper,
    groupMembershipMapper,
    hardcodedClaimMapper,
    hardcodedRoleMapper,
    nonceMapper,
    organizationMembershipMapper,
    pairwiseSubMapper,
    realmRoleMapper,
    roleNameMapper,
    sessionNoteMapper,
    sessionStateMapper,
    subMapper,
    userAttributeMapper,
    userPropertyMapper,
  ],
})
