import type { EventListener } from '../../spi/extensions.ts'

export const eventLogListener: EventListener = {
  id: 'jboss-logging',
  immediate: true,
  ignores: ({ error }, { log }) => error === undefined && !log.takesDebug,
  onEvent: (event, { log }) => {
    const { details, ...facts } = event
    if (event.error === undefined) log.debug({ event: facts }, event.type)
    else log.warn({ event: facts }, event.type)
  },
  onAdminEvent: (event, { log }) => {
    const { representation, ...facts } = event
    if (event.error === undefined) log.debug({ adminEvent: facts }, `${event.operation} ${event.resourceType}`)
    else log.warn({ adminEvent: facts }, `${event.operation} ${event.resourceType}`)
  },
}
