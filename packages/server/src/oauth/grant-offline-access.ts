import { OAuthError } from '../kernel/error.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { Role } from '../model/role/role.ts'
import { effectiveRoles } from '../model/user/user-role.store.ts'
import { endSoleClientSession } from '../model/user-session/end-user-session.ts'
import { keepOfflineSession, planOfflineSession } from '../model/user-session/keep-offline-session.ts'
import { findOfflineSession } from '../model/user-session/user-session.store.ts'
import type { UserSession } from '../model/user-session/user-session.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import { resolveScopes } from './requested-scopes.ts'
import { selectVisibleRoles } from './visible-roles.ts'

/** The scope (OpenID Connect Core, section 11), and the realm role its user needs. */
const offlineAccess = 'offline_access'

/**
 * Whoever asked for offline access gets a refresh token of an offline session, which goes on when the user signs out.
 * Whatever the grant: it only decides, this step gives. Throws `not_allowed` when user or client may not.
 */
export async function grantOfflineAccess(decision: TokenDecision, context: GrantContext): Promise<TokenDecision> {
  const { userSession: online, refreshToken, scope } = decision
  if (!refreshToken || decision.transient || online.offline || !scope.split(' ').includes(offlineAccess)) {
    return decision
  }
  if (!(await mayStayOffline(decision, context))) {
    throw new OAuthError('not_allowed', 'Offline tokens not allowed for the user or client', { event: 'not_allowed' })
  }
  const { server, realm } = context
  const now = server.clock.now()
  const userSession =
    (await findOfflineSession(server.storage, realm.realm.id, online.sid)) ??
    planOfflineSession(realm.realm, online, { id: server.ids.uuid(), now })
  const clientSession = {
    ...decision.clientSession,
    userSessionId: userSession.id,
    startedAt: now,
    refreshTokenId: decision.clientSession.refreshTokenId ?? server.ids.uuid(),
  }
  return {
    ...decision,
    userSession,
    clientSession,
    async persist(tx) {
      await decision.persist?.(tx)
      await keepOfflineSession(tx, realm.realm, userSession, clientSession)
      // Keycloak: a session that was only the way to offline access is over; one that was in use stays.
      if (isUntouched(online)) await endSoleClientSession(tx, decision.clientSession)
    },
  }
}

/** Does the user hold the role, and does the client see that? Asked again at every refresh. */
export async function mayStayOffline(
  { user, scope }: Pick<TokenDecision, 'user' | 'scope'>,
  { server, realm, client }: Pick<GrantContext, 'server' | 'realm' | 'client'>,
): Promise<boolean> {
  const effective = await effectiveRoles(server.storage, realm, user)
  const roles = await selectVisibleRoles(realm, client, resolveScopes(client, scope).scopes, effective)
  return roles.some((role) => isOfflineRole(realm, role))
}

function isOfflineRole({ realm }: RealmSnapshot, role: Role): boolean {
  return role.name === offlineAccess && role.clientId === undefined && role.realmId === realm.id
}

function isUntouched({ refreshedAt, startedAt }: UserSession): boolean {
  return refreshedAt === startedAt
}
