import type { ImplementedEndpoint } from '../../spi/endpoint-handler.ts'
import { authenticationEndpoints } from './authentication/authentication-endpoint.ts'
import { clientScopesEndpoints } from './client-scopes/client-scopes-endpoint.ts'
import { realmClientScopesEndpoints } from './client-scopes/realm-client-scopes-endpoint.ts'
import { clientAssignedScopesEndpoints } from './clients/client-assigned-scopes-endpoint.ts'
import { clientsEndpoints } from './clients/clients-endpoint.ts'
import { evaluateScopesEndpoints } from './clients/evaluate-scopes-endpoint.ts'
import { componentsEndpoints } from './components/components-endpoint.ts'
import { eventsEndpoints } from './events/events-endpoint.ts'
import { defaultGroupsEndpoints } from './groups/default-groups-endpoint.ts'
import { groupRolesEndpoints } from './groups/group-roles-endpoint.ts'
import { groupsEndpoints } from './groups/groups-endpoint.ts'
import { identityProvidersEndpoints } from './identity-providers/identity-providers-endpoint.ts'
import { keysEndpoints } from './keys/keys-endpoint.ts'
import { organizationsEndpoints } from './organizations/organizations-endpoint.ts'
import { clientMappersEndpoints } from './protocol-mappers/client-mappers-endpoint.ts'
import { clientScopeMappersEndpoints } from './protocol-mappers/client-scope-mappers-endpoint.ts'
import { realmsEndpoints } from './realms/realms-endpoint.ts'
import { clientRolesEndpoints } from './roles/client-roles-endpoint.ts'
import { realmRolesEndpoints } from './roles/realm-roles-endpoint.ts'
import { rolesByIdEndpoints } from './roles/roles-by-id-endpoint.ts'
import { clientScopeMappingsEndpoints } from './scope-mappings/client-scope-mappings-endpoint.ts'
import { clientScopeScopeMappingsEndpoints } from './scope-mappings/client-scope-scope-mappings-endpoint.ts'
import { serverInfoEndpoints } from './server-info/server-info-endpoint.ts'
import { whoAmIEndpoints } from './server-info/who-am-i-endpoint.ts'
import { pushRevocationEndpoints } from './sessions/push-revocation-endpoint.ts'
import { sessionsEndpoints } from './sessions/sessions-endpoint.ts'
import { userImportsEndpoints } from './user-imports/user-imports-endpoint.ts'
import { impersonateUserEndpoint } from './users/impersonation-endpoint.ts'
import { userCredentialsEndpoints } from './users/user-credentials-endpoint.ts'
import { userEmailsEndpoints } from './users/user-emails-endpoint.ts'
import { userGroupsEndpoints } from './users/user-groups-endpoint.ts'
import { userProfileEndpoints } from './users/user-profile-endpoint.ts'
import { userRolesEndpoints } from './users/user-roles-endpoint.ts'
import { userSessionsEndpoints } from './users/user-sessions-endpoint.ts'
import { usersEndpoints } from './users/users-endpoint.ts'

const users = [usersEndpoints, userCredentialsEndpoints, userGroupsEndpoints, userProfileEndpoints]
const userDetails = [
  userRolesEndpoints,
  userSessionsEndpoints,
  userEmailsEndpoints,
  userImportsEndpoints,
  [impersonateUserEndpoint],
]
const groups = [groupsEndpoints, groupRolesEndpoints, defaultGroupsEndpoints]
const roles = [realmRolesEndpoints, clientRolesEndpoints, rolesByIdEndpoints]
const clients = [clientsEndpoints, clientAssignedScopesEndpoints, clientMappersEndpoints, clientScopeMappingsEndpoints]
const scopes = [clientScopesEndpoints, realmClientScopesEndpoints, clientScopeMappersEndpoints]
const realm = [
  realmsEndpoints,
  evaluateScopesEndpoints,
  clientScopeScopeMappingsEndpoints,
  componentsEndpoints,
  keysEndpoints,
]
const sessions = [
  sessionsEndpoints,
  pushRevocationEndpoints,
  eventsEndpoints,
  identityProvidersEndpoints,
  organizationsEndpoints,
]
const server = [authenticationEndpoints, serverInfoEndpoints, whoAmIEndpoints]

/** All operations, in groups. */
export const adminEndpoints: readonly ImplementedEndpoint[] = [
  users,
  userDetails,
  groups,
  roles,
  clients,
  scopes,
  realm,
  sessions,
  server,
].flat(2)
