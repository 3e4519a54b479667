import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { type Columns, hotWrite } from '../../storage/hot-statement.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import { fromAdminEvent, fromUserEvent, type OutboxRow, type UserEventRow } from './event.table.ts'
import type { AdminEvent, UserEvent } from './event.ts'
import type { EventSink, EventSinkHolder } from './event-sink.ts'
import { defaultEventTypes } from './event-types.ts'

/** What happened; realm, id and time are added. Undefined fields are left out. */
export interface NewUserEvent {
  readonly type: string
  readonly error?: string | undefined
  /** The client's name on the wire. */
  readonly clientId?: string | undefined
  readonly userId?: string | undefined
  readonly sessionId?: string | undefined
  readonly ip?: string | undefined
  readonly details?: Readonly<Record<string, string | undefined>> | undefined
}

export interface NewAdminEvent {
  readonly operation: AdminEvent['operation']
  readonly resourceType: string
  readonly resourcePath: string
  readonly authRealmId: string
  readonly authClientId: string
  readonly authUserId: string
  readonly authSessionId?: string | undefined
  readonly ip?: string | undefined
  /** JSON with every secret masked already; kept only where the realm asks for details. */
  readonly representation?: string | undefined
  readonly error?: string | undefined
}

/** Details come from requests: what an attacker sends must not fill the database. */
const longestDetail = 2048

/**
 * Records what users and clients do: a row where the realm saves this type, a message in the outbox for each of the
 * realm's listeners, and a call after the commit for the immediate ones. All in the caller's transaction: after a
 * failure, record in a transaction of its own.
 */
export async function recordEvent<Server extends EventSinkHolder<Server>>(
  tx: Tx,
  { realm }: Pick<RealmSnapshot, 'realm'>,
  input: NewUserEvent,
  server: Server,
): Promise<UserEvent> {
  const { type, details = {}, ...optional } = input
  const event: UserEvent = {
    id: tx.ids.ordered(),
    realmId: realm.id,
    time: tx.clock.now(),
    type,
    ...withoutUndefined(optional),
    details: toDetails(details),
  }
  const { eventsEnabled, enabledEventTypes } = realm.settings
  const isSaved = enabledEventTypes.length > 0 ? enabledEventTypes.includes(type) : defaultEventTypes.has(type)
  if (eventsEnabled && isSaved) await writeUserEvent(tx, fromUserEvent(event))
  const listeners = listenersOf(realm, server).filter((listener) => listener.onEvent)
  await queue(tx, 'event', event, listeners)
  tellAfterCommit(tx, listeners, (listener) => listener.onEvent?.(event, server))
  return event
}

const writeUserEvent = hotWrite((query, row: Columns<UserEventRow>) => query.insertInto('user_event').values(row))

/** Records what an administrator changed; as `recordEvent`, by the realm's settings for admin events. */
export async function recordAdminEvent<Server extends EventSinkHolder<Server>>(
  tx: Tx,
  { realm }: Pick<RealmSnapshot, 'realm'>,
  input: NewAdminEvent,
  server: Server,
): Promise<AdminEvent> {
  const { adminEventsEnabled, adminEventsDetailsEnabled } = realm.settings
  const { operation, resourceType, resourcePath, authRealmId, authClientId, authUserId, representation, ...optional } =
    input
  const event: AdminEvent = {
    id: tx.ids.ordered(),
    realmId: realm.id,
    time: tx.clock.now(),
    operation,
    resourceType,
    resourcePath,
    authRealmId,
    authClientId,
    authUserId,
    ...withoutUndefined(optional),
    ...(adminEventsDetailsEnabled ? withoutUndefined({ representation }) : {}),
  }
  if (adminEventsEnabled) await tx.query.insertInto('admin_event').values(fromAdminEvent(event)).execute()
  const listeners = listenersOf(realm, server).filter((listener) => listener.onAdminEvent)
  await queue(tx, 'admin-event', event, listeners)
  tellAfterCommit(tx, listeners, (listener) => listener.onAdminEvent?.(event, server))
  return event
}

function listenersOf<Server>(
  realm: RealmSnapshot['realm'],
  server: EventSinkHolder<Server>,
): readonly EventSink<Server>[] {
  const { eventListeners } = server.registry
  return [...new Set(realm.settings.eventsListeners)].flatMap((id) => eventListeners.get(id) ?? [])
}

async function queue<Server>(
  tx: Tx,
  topic: OutboxRow['topic'],
  event: UserEvent | AdminEvent,
  listeners: readonly EventSink<Server>[],
): Promise<void> {
  const rows = listeners
    .filter((listener) => !listener.immediate)
    .map(
      (listener): OutboxRow => ({
        id: tx.ids.ordered(),
        realm_id: event.realmId,
        topic,
        listener: listener.id,
        payload: fromJson(event),
        created_at: event.time,
        attempts: 0,
        due_at: event.time,
        leased_until: 0,
        state: 'waiting',
        last_error: null,
      }),
    )
  if (rows.length > 0) await tx.query.insertInto('outbox').values(rows).execute()
}

function tellAfterCommit<Server>(
  tx: Tx,
  listeners: readonly EventSink<Server>[],
  tell: (listener: EventSink<Server>) => void | Promise<void>,
): void {
  // One task each: a listener that fails keeps none of the others from hearing.
  for (const listener of listeners) {
    if (listener.immediate) tx.afterCommit(() => tell(listener))
  }
}

function withoutUndefined<Name extends string>(
  values: Readonly<Partial<Record<Name, string | undefined>>>,
): Partial<Record<Name, string>> {
  const kept: Partial<Record<Name, string>> = {}
  for (const name in values) {
    const value = values[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}

function toDetails(details: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const known = Object.entries(details).flatMap(([name, value]): readonly [string, string][] =>
    value === undefined ? [] : [[name, value.slice(0, longestDetail)]],
  )
  return Object.fromEntries(known)
}
