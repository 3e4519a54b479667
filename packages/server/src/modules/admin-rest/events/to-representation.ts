import type { AdminEventRepresentation, EventRepresentation } from '@ztrust/contract/admin/events'
import type { AdminEvent, UserEvent } from '../../../model/event/event.ts'

export function toEventRepresentation(event: UserEvent): EventRepresentation {
  return {
    id: event.id,
    time: event.time,
    type: event.type,
    realmId: event.realmId,
    clientId: event.clientId,
    userId: event.userId,
    sessionId: event.sessionId,
    ipAddress: event.ip,
    error: event.error,
    details: { ...event.details },
  }
}

export function toAdminEventRepresentation(event: AdminEvent): AdminEventRepresentation {
  return {
    id: event.id,
    time: event.time,
    realmId: event.realmId,
    authDetails: {
      realmId: event.authRealmId,
      clientId: event.authClientId,
      userId: event.authUserId,
      ipAddress: event.ip,
    },
    operationType: event.operation,
    resourceType: event.resourceType,
    resourcePath: event.resourcePath,
    representation: event.representation,
    error: event.error,
  }
}
