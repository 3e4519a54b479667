/**
 * Writes events to the server's log, under Keycloak's listener id, which new realms name. Failures are warnings, what
 * worked is debug, as in Keycloak.
 */
import { defineModule } from '../../spi/module.ts'
import { eventLogListener } from './event-log-listener.ts'

export const eventLogModule = defineModule({ id: 'event-log', eventListeners: [eventLogListener] })
