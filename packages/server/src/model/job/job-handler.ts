import type { Clock } from '../../kernel/clock.ts'
import type { Ids } from '../../kernel/ids.ts'
import type { Log } from '../../kernel/log.ts'
import type { Storage } from '../../storage/db.ts'
import type { EventSinkHolder } from '../event/event-sink.ts'

/** Who does jobs of one kind. The extension points' `Job` is one. */
export interface JobHandler<Server> {
  readonly id: string
  /** Cron expression in UTC. */
  readonly schedule?: string
  /** Its time is spent waiting for somebody else's server: many run at once, and keep none of our own work waiting. */
  readonly waitsForOthers?: boolean
  handle(server: Server, payload: unknown, signal: AbortSignal): Promise<void>
}

/** The part of the server that the runner needs. */
export interface JobServer<Server> extends EventSinkHolder<Server> {
  readonly storage: Storage
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly registry: EventSinkHolder<Server>['registry'] & {
    readonly jobs: ReadonlyMap<string, JobHandler<Server>>
  }
}
