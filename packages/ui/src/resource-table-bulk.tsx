import { Button, CloseButton, Group } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import classes from './resource-table.module.css'
import { useUiText } from './ui-text.ts'

export interface BulkAction<Row> {
  readonly label: string
  readonly icon?: Icon
  readonly dangerous?: boolean
  /** Called with what is selected, also from other pages; `clear` empties the selection. */
  readonly onClick: (rows: readonly Row[], clear: () => void) => void
}

export interface BulkBarProps<Row> {
  readonly selected: ReadonlyMap<string, Row>
  readonly actions: readonly BulkAction<Row>[]
  readonly onClear: () => void
}

/** Appears with the first selected row, above the list. */
export function BulkBar<Row>({ selected, actions, onClear }: BulkBarProps<Row>) {
  const text = useUiText()
  if (selected.size === 0) return null
  return (
    <Group className={classes['bulk'] ?? ''} gap="xs" role="status">
      <CloseButton size="sm" aria-label={text('ui.table.clearSelection')} onClick={onClear} />
      <span className={classes['bulkCount']}>{text('ui.table.selected', { count: selected.size })}</span>
      {actions.map((action) => (
        <Button
          key={action.label}
          size="xs"
          variant="default"
          {...(action.dangerous ? { c: 'var(--mantine-color-red-text)' } : {})}
          leftSection={action.icon === undefined ? null : <action.icon size={16} stroke={1.5} />}
          onClick={() => action.onClick([...selected.values()], onClear)}
        >
          {action.label}
        </Button>
      ))}
    </Group>
  )
}
