import type { OAuthError } from '../kernel/error.ts'
import type { UserEvent } from '../model/event/event.ts'
import { recordEvent } from '../model/event/record-event.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { RequestFacts } from '../spi/request.ts'
import type { ServerContext } from '../spi/server-context.ts'
import type { Tx } from '../storage/db.ts'
import { transact } from '../storage/transact.ts'
import { TokenRefusal } from './token-refusal.ts'

type EventInput = Omit<UserEvent, 'id' | 'realmId' | 'time'>

/**
 * Writes what the request changes together with its event. Where neither needs a row (client_credentials in a realm that
 * keeps no events) there is no transaction: the listeners in this process are told, and that is all.
 */
export async function publishEvent(
  server: ServerContext,
  realm: RealmSnapshot,
  event: EventInput,
  persist?: (tx: Tx) => Promise<void>,
): Promise<void> {
  if (!persist && !needsRow(server, realm)) return await tellListeners(server, realm, event)
  await transact(server.storage, async (tx) => {
    await persist?.(tx)
    await recordEvent(tx, realm, event, server)
  })
}

/** The event of a refusal, after the rollback and in a transaction of its own, with what follows from it. */
export async function recordRefusal(
  { server, realm, request }: { server: ServerContext; realm: RealmSnapshot; request: RequestFacts },
  type: string,
  error: OAuthError,
  client: ClientSnapshot | undefined,
): Promise<void> {
  const refusal = error instanceof TokenRefusal ? error : undefined
  if (refusal?.isUsual) return
  const event: EventInput = {
    type: `${type}_ERROR`,
    error: error.event,
    ...(client ? { clientId: client.client.clientId } : {}),
    ...(refusal?.userId === undefined ? {} : { userId: refusal.userId }),
    ...(refusal?.sessionId === undefined ? {} : { sessionId: refusal.sessionId }),
    ip: request.ip,
    details: { reason: error.message },
  }
  await publishEvent(server, realm, event, refusal?.consequence)
}

function needsRow({ registry }: ServerContext, { realm: { settings } }: RealmSnapshot): boolean {
  if (settings.eventsEnabled) return true
  return settings.eventsListeners.some((id) => {
    const listener = registry.eventListeners.get(id)
    return listener?.onEvent !== undefined && !listener.immediate
  })
}

async function tellListeners(server: ServerContext, { realm }: RealmSnapshot, input: EventInput): Promise<void> {
  let event: UserEvent | undefined
  for (const id of new Set(realm.settings.eventsListeners)) {
    const listener = server.registry.eventListeners.get(id)
    if (!listener?.onEvent || listener.ignores?.(input, server)) continue
    event ??= { id: server.ids.ordered(), realmId: realm.id, time: server.clock.now(), ...input }
    try {
      await listener.onEvent(event, server)
    } catch (error) {
      server.log.error({ err: error, listener: id }, 'An event listener failed')
    }
  }
}
