import type { ReactNode } from 'react'

export interface ResourceColumn<Row> {
  readonly id: string
  readonly header: string
  readonly render: (row: Row) => ReactNode
  /** Whether the server can sort by it. */
  readonly sortable?: boolean
  /** Not shown until somebody chooses it. */
  readonly initiallyHidden?: boolean
  readonly align?: 'start' | 'end'
  /** CSS width; the rest shares what is left. */
  readonly width?: string
  /** Left out of the cards on phones. */
  readonly hideOnPhone?: boolean
}
