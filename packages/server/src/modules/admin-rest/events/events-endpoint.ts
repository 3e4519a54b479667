import {
  clearAdminEvents,
  clearEvents,
  getEventsConfig,
  listAdminEvents as listAdminEventsDeclaration,
  listEvents as listEventsDeclaration,
  updateEventsConfig,
} from '@ztrust/contract/admin/events'
import { InvalidInput } from '../../../kernel/error.ts'
import { withoutUndefined } from '../../../kernel/without-undefined.ts'
import { deleteAdminEvents, listAdminEvents } from '../../../model/event/admin-event.store.ts'
import { deleteEvents, listEvents } from '../../../model/event/event.store.ts'
import type { AdminOperation } from '../../../model/event/event.ts'
import { defaultEventTypes } from '../../../model/event/event-types.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { recordChange } from '../record-change.ts'
import { parseMoment } from './parse-moment.ts'
import { toAdminEventRepresentation, toEventRepresentation } from './to-representation.ts'

export const eventsEndpoints = [
  implement(listEventsDeclaration, async ({ query }, { server, realm }) => {
    const filter = {
      types: query.type,
      clientId: query.client,
      userId: query.user,
      ip: query.ipAddress,
      from: parseMoment(query.dateFrom, 'from'),
      to: parseMoment(query.dateTo, 'to'),
      ascending: query.direction === 'asc',
    }
    const events = await listEvents(server.storage, realm.realm.id, filter, toPage(query))
    return json(events.map(toEventRepresentation))
  }),

  implement(clearEvents, async (_, context) => {
    await transact(context.server.storage, async (tx) => {
      await deleteEvents(tx, context.realm.realm.id)
      await recordChange(tx, context, { operation: 'DELETE', resourceType: 'REALM', path: ['events'] })
    })
    return empty()
  }),

  implement(getEventsConfig, async (_, { realm }) => {
    const { settings } = realm.realm
    const { enabledEventTypes } = settings
    return json({
      eventsEnabled: settings.eventsEnabled,
      ...(settings.eventsExpiration === 0 ? {} : { eventsExpiration: settings.eventsExpiration }),
      eventsListeners: [...settings.eventsListeners],
      enabledEventTypes: [...(enabledEventTypes.length > 0 ? enabledEventTypes : defaultEventTypes)],
      adminEventsEnabled: settings.adminEventsEnabled,
      adminEventsDetailsEnabled: settings.adminEventsDetailsEnabled,
    })
  }),

  implement(updateEventsConfig, async ({ body }, context) => {
    await transact(context.server.storage, async (tx) => {
      await updateRealm(tx, context.realm.realm, { settings: withoutUndefined(body) })
      await recordChange(tx, context, {
        operation: 'UPDATE',
        resourceType: 'REALM',
        path: ['events', 'config'],
        representation: body,
      })
    })
    return empty()
  }),

  implement(listAdminEventsDeclaration, async ({ query }, { server, realm }) => {
    const filter = {
      operations: query.operationTypes?.map(toOperation),
      resourceTypes: query.resourceTypes,
      resourcePath: query.resourcePath,
      authRealmId: query.authRealm,
      authClientId: query.authClient,
      authUserId: query.authUser,
      ip: query.authIpAddress,
      from: parseMoment(query.dateFrom, 'from'),
      to: parseMoment(query.dateTo, 'to'),
      ascending: query.direction === 'asc',
    }
    const events = await listAdminEvents(server.storage, realm.realm.id, filter, toPage(query))
    return json(events.map(toAdminEventRepresentation))
  }),

  implement(clearAdminEvents, async (_, context) => {
    await transact(context.server.storage, async (tx) => {
      await deleteAdminEvents(tx, context.realm.realm.id)
      await recordChange(tx, context, { operation: 'DELETE', resourceType: 'REALM', path: ['admin-events'] })
    })
    return empty()
  }),
]

function toOperation(name: string): AdminOperation {
  if (name === 'CREATE' || name === 'UPDATE' || name === 'DELETE' || name === 'ACTION') return name
  throw new InvalidInput('operationTypes', 'error-invalid-value')
}
