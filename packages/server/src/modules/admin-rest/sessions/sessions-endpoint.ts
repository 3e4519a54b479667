import {
  clearAllBruteForceStatus,
  clearUserBruteForceStatus,
  countClientOfflineSessions,
  countClientUserSessions,
  deleteSession,
  getUserBruteForceStatus,
  listClientOfflineSessions,
  listClientSessionStats,
  listClientUserSessions as listClientUserSessionsDeclaration,
  listRealmSessions,
  logoutAllSessions,
} from '@ztrust/contract/admin/sessions'
import { NotFound } from '../../../kernel/error.ts'
import {
  clearAllLoginFailures,
  clearLoginFailures,
  findLoginFailure,
} from '../../../model/login-failure/login-failure.store.ts'
import { isTemporarilyLocked } from '../../../model/login-failure/login-failure.ts'
import { findRealmById } from '../../../model/realm/realm.store.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { findUserById, findUserByUsername } from '../../../model/user/user.store.ts'
import { announceRealmLogout } from '../../../model/user-session/announce-realm-logout.ts'
import { endRealmSessions, endUserSession } from '../../../model/user-session/end-user-session.ts'
import {
  countSessionsByClient,
  findOfflineSession,
  findUserSession,
  listClientUserSessions,
  listRealmUserSessions,
  listUserSessions,
} from '../../../model/user-session/user-session.store.ts'
import { adapterUrl } from '../../../oauth/adapter-action.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { requireClient } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { toSessionList } from './to-representation.ts'

export const sessionsEndpoints = [
  implement(listRealmSessions, async ({ query }, context) => {
    const { server, realm } = context
    const page = toPage(query)
    const kind = query.type === undefined || query.type === 'ALL' ? {} : { offline: query.type === 'OFFLINE' }
    const user = query.search && (await findUserByUsername(server.storage, realm.realm.id, query.search))
    const ofUser = async (id: string) =>
      (await listUserSessions(server.storage, realm.realm.id, id, kind)).slice(page.first, page.first + page.max)
    const sessions = query.search
      ? await (user ? ofUser(user.id) : [])
      : await listRealmUserSessions(server.storage, realm.realm.id, page, kind)
    const list = await toSessionList(context, sessions)
    return json(
      list.map((one, index) => ({
        ...one,
        type: sessions[index]?.offline ? ('OFFLINE' as const) : ('REGULAR' as const),
      })),
    )
  }),

  implement(deleteSession, async ({ params, query }, context) => {
    const { server, realm } = context
    const find = query.isOffline ? findOfflineSession : findUserSession
    const session = await find(server.storage, realm.realm.id, params.session)
    // The three s are Keycloak's.
    if (!session) throw new NotFound('session', 'Sesssion not found')
    await transact(server.storage, async (tx) => {
      await endUserSession(tx, session)
      await recordChange(tx, context, {
        operation: 'DELETE',
        resourceType: 'USER_SESSION',
        path: ['sessions', session.sid],
        representation: { offline: session.offline },
      })
    })
    return empty()
  }),

  implement(logoutAllSessions, async (_, context) => {
    const { server, realm } = context
    const told = await transact(server.storage, async (tx) => {
      const stored = (await findRealmById(tx, realm.realm.id)) ?? realm.realm
      // Tokens that are still out there are worthless from now on, as in Keycloak.
      const notBefore = Math.floor(tx.clock.now() / 1000)
      await updateRealm(tx, stored, { settings: { notBefore } })
      await endRealmSessions(tx, realm.realm.id)
      const clients = await announceRealmLogout(tx, realm.realm.id, notBefore)
      await recordChange(tx, context, { operation: 'ACTION', resourceType: 'USER', path: ['logout-all'] })
      return clients
    })
    // As in Keycloak: they are told after the answer, and none has failed yet.
    return json(told.length > 0 ? { successRequests: told.map((client) => adapterUrl(server, client)) } : {})
  }),

  implement(listClientSessionStats, async (_, { server, realm }) => {
    const counts = await countSessionsByClient(server.storage, realm.realm.id)
    const stats = await Promise.all(
      [...counts].map(async ([id, { active, offline }]) => ({
        id,
        clientId: (await realm.clientById(id))?.client.clientId ?? '',
        active: String(active),
        offline: String(offline),
      })),
    )
    return json(stats.sort((a, b) => a.clientId.localeCompare(b.clientId)))
  }),

  implement(listClientUserSessionsDeclaration, async ({ params, query }, context) => {
    const client = await requireClient(context, params.id)
    const sessions = await listClientUserSessions(context.server.storage, client.realmId, client.id, toPage(query))
    return json(await toSessionList(context, sessions))
  }),

  implement(countClientUserSessions, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    const counts = await countSessionsByClient(context.server.storage, client.realmId)
    return json({ count: counts.get(client.id)?.active ?? 0 })
  }),

  implement(listClientOfflineSessions, async ({ params, query }, context) => {
    const client = await requireClient(context, params.id)
    const { storage } = context.server
    const sessions = await listClientUserSessions(storage, client.realmId, client.id, toPage(query), { offline: true })
    return json(await toSessionList(context, sessions))
  }),

  implement(countClientOfflineSessions, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    const counts = await countSessionsByClient(context.server.storage, client.realmId)
    return json({ count: counts.get(client.id)?.offline ?? 0 })
  }),

  /** Nobody is locked who is not there: as in Keycloak, an id that is unknown is answered like one without failures. */
  implement(getUserBruteForceStatus, async ({ params }, { server, realm }) => {
    const user = await findUserById(server.storage, realm.realm.id, params.id)
    const failure = user && (await findLoginFailure(server.storage, user.realmId, user.id))
    const isLocked = isTemporarilyLocked(realm.realm, failure, server.clock.now())
    return json({
      numFailures: failure?.failures ?? 0,
      numTemporaryLockouts: failure?.temporaryLockouts ?? 0,
      numSecondaryAuthFailures: 0,
      // Who is locked for good is disabled.
      disabled: isLocked || (failure !== undefined && user?.enabled === false),
      lastIPFailure: failure?.lastFailureIp ?? 'n/a',
      lastFailure: failure?.lastFailureAt ?? 0,
      failedLoginNotBefore: Math.floor((failure?.lockedUntil ?? 0) / 1000),
    })
  }),

  implement(clearUserBruteForceStatus, async ({ params }, context) => {
    const { realm } = context.realm
    await transact(context.server.storage, async (tx) => {
      if (!(await findUserById(tx, realm.id, params.id))) return
      await clearLoginFailures(tx, realm.id, params.id)
      await recordChange(tx, context, {
        operation: 'DELETE',
        resourceType: 'USER_LOGIN_FAILURE',
        path: ['attack-detection', 'brute-force', 'users', params.id],
      })
    })
    return empty()
  }),

  implement(clearAllBruteForceStatus, async (_, context) => {
    await transact(context.server.storage, async (tx) => {
      await clearAllLoginFailures(tx, context.realm.realm.id)
      await recordChange(tx, context, {
        operation: 'DELETE',
        resourceType: 'USER_LOGIN_FAILURE',
        path: ['attack-detection', 'brute-force', 'users'],
      })
    })
    return empty()
  }),
]
