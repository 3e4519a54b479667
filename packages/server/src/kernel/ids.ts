import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'

/** The only maker of ids. */
export interface Ids {
  /** A random UUID (version 4): ids that outsiders see, where order must not show. */
  uuid(): string
  /** A time-ordered UUID (version 7): rows that are written all the time (sessions, events), for index locality. */
  ordered(): string
}

export const systemIds: Ids = {
  uuid: () => randomUUID(),
  ordered: () => v7(),
}
