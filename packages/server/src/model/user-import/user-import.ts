/** Users that come in from a file, in parts: received first, then made by a job. */
export interface UserImport {
  readonly id: string
  readonly realmId: string
  readonly state: 'receiving' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  /** As the file has them: no defaults, no checks of what people may choose. */
  readonly exact: boolean
  /** Set for an import that makes a realm whole: whether the realm is enabled at the end. It goes with a failure. */
  readonly enablesRealm?: boolean
  /** Rows. */
  readonly received: number
  readonly imported: number
  readonly refused: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly finishedAt?: number
}

/** A part of the file that waits to be worked on. */
export interface ImportPart {
  readonly ordinal: number
  /** Rows of the file before this part. */
  readonly firstRow: number
  /** JSON texts, one a row. */
  readonly rows: readonly string[]
}

export interface Refusal {
  /** Counted from 1 over the whole file. */
  readonly row: number
  readonly username?: string | undefined
  readonly reason: string
}
