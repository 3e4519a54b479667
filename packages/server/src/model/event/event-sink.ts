import type { AdminEvent, UserEvent } from './event.ts'

/** Who is told of events. The extension points' `EventListener` is one. */
export interface EventSink<Server> {
  readonly id: string
  /** Told right after the commit, in this process, at best. Otherwise by way of the outbox, at least once. */
  readonly immediate: boolean
  onEvent?(event: UserEvent, server: Server): void | Promise<void>
  onAdminEvent?(event: AdminEvent, server: Server): void | Promise<void>
}

/** The part of the server that knows who is told. */
export interface EventSinkHolder<Server> {
  readonly registry: { readonly eventListeners: ReadonlyMap<string, EventSink<Server>> }
}
