import { listUserSessions as listUserSessionsDeclaration, logoutUser } from '@ztrust/contract/admin/users'
import { updateUser } from '../../../model/user/update-user.ts'
import { endAllUserSessions } from '../../../model/user-session/end-user-session.ts'
import { listUserSessions } from '../../../model/user-session/user-session.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { requireUser } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { toSessionList } from '../sessions/to-representation.ts'
import { userConsentsEndpoints } from './user-consents-endpoint.ts'

export const userSessionsEndpoints = [
  ...userConsentsEndpoints,
  implement(listUserSessionsDeclaration, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    const sessions = await listUserSessions(context.server.storage, user.realmId, user.id, { offline: false })
    return json(await toSessionList(context, sessions))
  }),

  implement(logoutUser, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    await transact(context.server.storage, async (tx) => {
      // Keycloak makes tokens that are still out there worthless too.
      await updateUser(tx, context.realm, user, { notBefore: Math.floor(tx.clock.now() / 1000) })
      await endAllUserSessions(tx, context.realm.realm.id, user.id)
      await recordChange(tx, context, {
        operation: 'ACTION',
        resourceType: 'USER',
        path: ['users', user.id, 'logout'],
      })
    })
    return empty()
  }),
]
