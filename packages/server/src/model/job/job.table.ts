import type { JobRow } from './job.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    job: StoredJobRow
  }
}

export interface StoredJobRow {
  id: string
  kind: string
  payload: string
  state: JobRow['state']
  due_at: number
  leased_until: number
  /** Which runner holds the lease. */
  lease_owner: string | null
  attempts: number
  last_error: string | null
  created_at: number
  finished_at: number | null
}

export function toJobRow(row: StoredJobRow): JobRow {
  return {
    id: row.id,
    kind: row.kind,
    payload: row.payload,
    state: row.state,
    dueAt: row.due_at,
    leasedUntil: row.leased_until,
    attempts: row.attempts,
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
    createdAt: row.created_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  }
}
