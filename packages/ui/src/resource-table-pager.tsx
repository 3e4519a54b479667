import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconSearchOff } from '@tabler/icons-react'
import { EmptyState } from './empty-state.tsx'
import classes from './resource-table.module.css'
import { pageSizes, type TableState } from './table-state.ts'
import { useUiText } from './ui-text.ts'

export interface PagerProps {
  readonly state: TableState
  readonly onStateChange: (change: Partial<TableState>) => void
  /** Rows in sight. */
  readonly count: number | undefined
  readonly total: number | undefined
}

/** Without a total, a full page is taken as a sign that there are more. */
export function Pager({ state, onStateChange, count, total }: PagerProps) {
  const text = useUiText()
  const from = (state.page - 1) * state.pageSize + 1
  const to = from + (count ?? 0) - 1
  const hasNext = total === undefined ? count === state.pageSize : to < total
  const isKnown = count !== undefined && count > 0
  const range =
    total === undefined ? text('ui.table.range', { from, to }) : text('ui.table.rangeOf', { from, to, total })
  const sizes = [...new Set([...pageSizes, state.pageSize])].sort((a, b) => a - b)
  return (
    <div className={classes['pager']}>
      <span className="zt-tabular" aria-live="polite">
        {isKnown ? range : ' '}
      </span>
      <div className={classes['pagerControls']}>
        <NativeSelect
          size="xs"
          aria-label={text('ui.table.pageSize')}
          title={text('ui.table.pageSize')}
          value={String(state.pageSize)}
          data={sizes.map(String)}
          onChange={(event) => onStateChange({ pageSize: Number(event.currentTarget.value) })}
        />
        <ActionIcon
          variant="default"
          aria-label={text('ui.table.previous')}
          disabled={state.page <= 1}
          onClick={() => onStateChange({ page: state.page - 1 })}
        >
          <IconChevronLeft className={classes['turning'] ?? ''} size={16} stroke={1.5} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={text('ui.table.next')}
          disabled={!hasNext}
          onClick={() => onStateChange({ page: state.page + 1 })}
        >
          <IconChevronRight className={classes['turning'] ?? ''} size={16} stroke={1.5} />
        </ActionIcon>
      </div>
    </div>
  )
}

export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  const text = useUiText()
  return (
    <EmptyState
      icon={IconSearchOff}
      title={text('ui.table.noMatch')}
      description={text('ui.table.noMatchHelp')}
      action={
        <Button variant="default" onClick={onClear}>
          {text('ui.table.clearFilters')}
        </Button>
      }
    />
  )
}
