import {
  endAccountSession,
  endOtherAccountSessions,
  listAccountDevices,
  listAccountSessions,
} from '@ztrust/contract/account'
import { NotFound } from '../../kernel/error.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { endUserSession } from '../../model/user-session/end-user-session.ts'
import { listClientSessions } from '../../model/user-session/user-session.store.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { listOwnSessions } from './list-own-sessions.ts'
import { groupByDevice, toSessionRepresentation } from './session-representation.ts'

export const sessionEndpoints: readonly ImplementedEndpoint[] = [
  implement(listAccountSessions, async (_request, context) => {
    const sessions = await readSessions(context)
    return json(sessions.map(({ representation }) => representation))
  }),

  implement(listAccountDevices, async (_request, context) => json(groupByDevice(await readSessions(context)))),

  implement(endOtherAccountSessions, async ({ query }, context) => {
    const withCurrent = query.current === 'true'
    const sessions = await listOwnSessions(context)
    await endSessions(
      context,
      sessions.filter(({ id }) => withCurrent || id !== context.caller.sessionId),
    )
    return empty()
  }),

  implement(endAccountSession, async ({ params }, context) => {
    const sessions = await listOwnSessions(context)
    const session = sessions.find(({ id }) => id === params.sessionId)
    if (!session) throw new NotFound('session')
    await endSessions(context, [session])
    return empty()
  }),
]

async function readSessions(context: CallerContext) {
  const { server, realm, caller } = context
  const sessions = await listOwnSessions(context)
  const ids = sessions.map(({ id }) => id)
  const clientSessions = await listClientSessions(server.storage, realm.realm.id, ids)
  return Promise.all(
    sessions.map(async (session) => ({
      session,
      representation: await toSessionRepresentation(realm, session, clientSessions, caller.sessionId),
    })),
  )
}

async function endSessions(context: CallerContext, sessions: readonly UserSession[]): Promise<void> {
  const { server, realm, caller, request } = context
  if (sessions.length === 0) return
  await transact(server.storage, async (tx) => {
    for (const session of sessions) {
      // Somebody else may have ended it in the meantime: then it is their event.
      if (!(await endUserSession(tx, session))) continue
      const event = {
        type: 'LOGOUT',
        userId: session.userId,
        clientId: caller.client.client.clientId,
        sessionId: session.id,
        ip: request.ip,
        details: { context: 'ACCOUNT' },
      }
      await recordEvent(tx, realm, event, server)
    }
  })
}
