import { Paper } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useEffect, useState } from 'react'
import { EmptyState, type EmptyStateProps } from './empty-state.tsx'
import { ErrorState } from './error-state.tsx'
import classes from './resource-table.module.css'
import { type BulkAction, BulkBar } from './resource-table-bulk.tsx'
import { ResourceCards } from './resource-table-cards.tsx'
import type { FilterDefinition } from './resource-table-filters.tsx'
import { NoMatch, Pager } from './resource-table-pager.tsx'
import { ResourceRows } from './resource-table-rows.tsx'
import { type CreateAction, Toolbar } from './resource-table-toolbar.tsx'
import type { RowAction } from './row-menu.tsx'
import type { ResourceColumn } from './table-columns.ts'
import type { TableState } from './table-state.ts'
import { useVisibleColumns } from './use-visible-columns.ts'

export interface ResourceTableProps<Row> {
  /** Name under which this device remembers the chosen columns. */
  readonly id: string
  /** What the list is, for screen readers: "Users". */
  readonly label: string
  /** The first column names the row: it is the link and cannot be hidden. */
  readonly columns: readonly ResourceColumn<Row>[]
  readonly state: TableState
  readonly onStateChange: (change: Partial<TableState>) => void
  /** Undefined while the first answer is on its way. */
  readonly rows: readonly Row[] | undefined
  /** Undefined where the server does not count. */
  readonly total?: number | undefined
  /** True while another page or search is on its way: the old rows stay in sight. */
  readonly isUpdating?: boolean
  readonly error?: unknown
  readonly onRetry?: () => void
  readonly rowId: (row: Row) => string
  /** Name of a row in plain text, for its menu and checkbox. */
  readonly rowName: (row: Row) => string
  /** Where a row leads, as a path of the console. */
  readonly rowPath?: (row: Row) => string
  readonly rowActions?: (row: Row) => readonly RowAction[]
  readonly bulkActions?: readonly BulkAction<Row>[]
  readonly create?: CreateAction
  readonly filters?: readonly FilterDefinition[]
  readonly searchPlaceholder?: string
  /** False where the server cannot search. */
  readonly searchable?: boolean
  /** More controls beside the search. */
  readonly toolbar?: ReactNode
  /** Shown when there is nothing at all: what the thing is for. The create button is added. */
  readonly empty: EmptyStateProps
}

/** A list of the server: searched, sorted and paged there, its state in the address. */
export function ResourceTable<Row>(props: ResourceTableProps<Row>) {
  const { state, onStateChange, rows, rowId, columns } = props
  const isPhone = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false })
  const choice = useVisibleColumns(props.id, columns)
  const [selected, setSelected] = useState<ReadonlyMap<string, Row>>(new Map())
  const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
  const isEmpty = rows !== undefined && rows.length === 0
  const isBeyondEnd = isEmpty && state.page > 1
  // TanStack Query says null, others leave it out.
  const hasError = props.error !== undefined && props.error !== null

  // After the last row of the last page was deleted.
  useEffect(() => {
    if (isBeyondEnd) onStateChange({ page: state.page - 1 })
  }, [isBeyondEnd, onStateChange, state.page])

  const toggle = (changed: readonly Row[], isSelected: boolean) => {
    const next = new Map(selected)
    for (const row of changed) {
      if (isSelected) next.set(rowId(row), row)
      else next.delete(rowId(row))
    }
    setSelected(next)
  }
  const body = { ...props, columns: choice.visible, selected, onToggle: toggle }
  const clear = () => onStateChange({ search: '', filters: {} })

  if (isEmpty && !isFiltered && !isBeyondEnd && !hasError) {
    return (
      <Paper withBorder>
        <EmptyState {...props.empty} action={props.empty.action ?? <Toolbar.Create create={props.create} />} />
      </Paper>
    )
  }
  return (
    <div className={classes['root']}>
      <Toolbar {...props} choice={choice} />
      <BulkBar selected={selected} actions={props.bulkActions ?? []} onClear={() => setSelected(new Map())} />
      <Paper withBorder className={classes['paper'] ?? ''} aria-busy={rows === undefined || props.isUpdating === true}>
        {hasError ? (
          <ErrorState error={props.error} onRetry={props.onRetry} />
        ) : isEmpty ? (
          <NoMatch onClear={clear} />
        ) : isPhone ? (
          <ResourceCards {...body} />
        ) : (
          <ResourceRows {...body} />
        )}
      </Paper>
      <Pager state={state} onStateChange={onStateChange} count={rows?.length} total={props.total} />
    </div>
  )
}
