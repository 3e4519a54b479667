import { impersonateUser } from '@ztrust/contract/admin/impersonation'
import { InvalidInput } from '../../../kernel/error.ts'
import { recordEvent } from '../../../model/event/record-event.ts'
import { effectiveRoles } from '../../../model/user/user-role.store.ts'
import { createUserSession } from '../../../model/user-session/create-user-session.ts'
import { endUserSession } from '../../../model/user-session/end-user-session.ts'
import { createIdentityCookies } from '../../../model/user-session/identity-cookie.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { requireUser } from '../find-in-realm.ts'
import { requireGrantable } from '../require-grantable.ts'

/**
 * The administrator's browser becomes the user's, with a session that says who it really is. Nobody gains by it a
 * management right that they do not hold. In one's own realm the own session ends: a browser is signed in as one user.
 */
export const impersonateUserEndpoint = implement(impersonateUser, async ({ params }, context) => {
  const { server, realm, caller, request } = context
  const user = await requireUser(context, params.id)
  if (!user.enabled) throw new InvalidInput(undefined, 'User is disabled')
  if (user.serviceAccountClientId !== undefined) {
    throw new InvalidInput(undefined, 'Service accounts cannot be impersonated')
  }
  await requireGrantable(context, await effectiveRoles(server.storage, realm, user))
  const home = caller.realm.realm
  const isSameRealm = home.id === realm.realm.id
  const userSession = await transact(server.storage, async (tx) => {
    if (isSameRealm && caller.sessionId !== undefined) {
      await endUserSession(tx, { realmId: home.id, id: caller.sessionId })
    }
    const session = await createUserSession(tx, realm.realm, {
      userId: user.id,
      ip: request.ip,
      userAgent: request.userAgent,
      notes: { IMPERSONATOR_ID: caller.user.id, IMPERSONATOR_USERNAME: caller.user.username },
    })
    const details = { impersonator_realm: home.name, impersonator: caller.user.username }
    const event = { userId: user.id, sessionId: session.sid, ip: request.ip, details }
    await recordEvent(tx, realm, { type: 'IMPERSONATE', ...event }, server)
    return session
  })
  const issuer = server.urls.realm(realm.realm.name)
  return {
    ...json({ sameRealm: isSameRealm, redirect: `${issuer}/account` }),
    cookies: await createIdentityCookies(server.storage, realm, issuer, userSession),
  }
})
