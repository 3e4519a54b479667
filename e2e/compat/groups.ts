import { adminClients, adminRealm, adminRoles, adminUsers } from './groups/administration.ts'
import { authorization } from './groups/authorization.ts'
import { backchannelLogout } from './groups/backchannel-logout.ts'
import { cors } from './groups/cors.ts'
import { discovery } from './groups/discovery.ts'
import {
  backchannelAuthentication,
  deviceAuthorization,
  implicit,
  jarm,
  pushedAuthorization,
  tokenExchange,
} from './groups/flows.ts'
import { login } from './groups/login.ts'
import { registration } from './groups/registration.ts'
import { introspection, logout, revocation, userinfo } from './groups/resource.ts'
import { token } from './groups/token.ts'
import type { Group } from './table.ts'

/** All that is asked, in order: some questions change what later ones find, on both sides alike. */
export const groups: readonly Group[] = [
  discovery,
  authorization,
  login,
  token,
  userinfo,
  introspection,
  revocation,
  logout,
  backchannelLogout,
  deviceAuthorization,
  backchannelAuthentication,
  tokenExchange,
  pushedAuthorization,
  jarm,
  implicit,
  cors,
  adminRealm,
  adminClients,
  adminUsers,
  adminRoles,
  // Last: the clients it makes have no names by which lists could be compared.
  registration,
]
