/** A piece of work that outlives the request: claimed by one node, tried again, kept when dead. */
export interface JobRow {
  readonly id: string
  readonly kind: string
  readonly payload: string
  readonly state: 'waiting' | 'running' | 'done' | 'dead'
  readonly dueAt: number
  readonly leasedUntil: number
  readonly attempts: number
  readonly lastError?: string
  readonly createdAt: number
  readonly finishedAt?: number
}
