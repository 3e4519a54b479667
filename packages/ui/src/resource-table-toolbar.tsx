import { Button, CloseButton, Kbd, Menu, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconColumns, IconPlus, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useAppNavigation } from './app-link.tsx'
import classes from './resource-table.module.css'
import type { ResourceTableProps } from './resource-table.tsx'
import { FilterChips, FilterMenu } from './resource-table-filters.tsx'
import type { TableState } from './table-state.ts'
import { useUiText } from './ui-text.ts'
import type { ColumnChoice } from './use-visible-columns.ts'

export interface CreateAction {
  /** Verb and thing: "Create user". */
  readonly label: string
  readonly path?: string
  readonly onClick?: () => void
}

export function Toolbar<Row>(props: ResourceTableProps<Row> & { readonly choice: ColumnChoice<Row> }) {
  const filters = props.filters ?? []
  return (
    <>
      <div className={classes['toolbar']}>
        {props.searchable === false ? null : <SearchField {...props} placeholder={props.searchPlaceholder} />}
        {filters.length === 0 ? null : <FilterMenu {...props} filters={filters} />}
        {props.toolbar}
        <div className={classes['toolbarEnd']}>
          <ColumnsMenu columns={props.columns} choice={props.choice} />
          <Toolbar.Create create={props.create} />
        </div>
      </div>
      <FilterChips {...props} filters={filters} />
    </>
  )
}

Toolbar.Create = function CreateButton({ create }: { readonly create: CreateAction | undefined }) {
  const { navigate } = useAppNavigation()
  const run = () => {
    create?.onClick?.()
    if (create?.path !== undefined) navigate(create.path)
  }
  useHotkeys([['c', () => create !== undefined && !isDialogOpen() && run()]])
  if (create === undefined) return null
  return (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={run} aria-keyshortcuts="c">
      {create.label}
    </Button>
  )
}

interface SearchFieldProps {
  readonly state: TableState
  readonly onStateChange: (change: Partial<TableState>) => void
  readonly placeholder: string | undefined
}

function SearchField({ state, onStateChange, placeholder }: SearchFieldProps) {
  const text = useUiText()
  const field = useRef<HTMLInputElement>(null)
  const [value, setValue] = useState(state.search)
  const send = useDebouncedCallback((search: string) => onStateChange({ search }), {
    delay: 250,
    flushOnUnmount: false,
  })
  // Back and forward in the history change the search from outside.
  useEffect(() => setValue(state.search), [state.search])
  useHotkeys([['/', () => !isDialogOpen() && field.current?.focus()]])

  const change = (next: string) => {
    setValue(next)
    send(next)
  }
  return (
    <TextInput
      ref={field}
      className={classes['search'] ?? ''}
      type="search"
      aria-label={placeholder ?? text('ui.search')}
      aria-keyshortcuts="/"
      placeholder={placeholder ?? text('ui.search')}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') change('')
        if (event.key === 'ArrowDown') focusFirstRow(event.currentTarget)
      }}
      leftSection={<IconSearch size={16} stroke={1.5} />}
      rightSection={
        value === '' ? (
          <Kbd size="xs" className={classes['slash'] ?? ''} aria-hidden>
            /
          </Kbd>
        ) : (
          <CloseButton size="sm" aria-label={text('ui.clearSearch')} onClick={() => change('')} />
        )
      }
    />
  )
}

function ColumnsMenu<Row>(props: Pick<ResourceTableProps<Row>, 'columns'> & { readonly choice: ColumnChoice<Row> }) {
  const { columns, choice } = props
  const text = useUiText()
  if (columns.length < 3) return null
  return (
    <Menu position="bottom-end" width={220} closeOnItemClick={false}>
      <Menu.Target>
        <Button
          className={classes['columns'] ?? ''}
          variant="default"
          leftSection={<IconColumns size={16} stroke={1.5} />}
        >
          {text('ui.table.columns')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} className={classes['scroll'] ?? ''}>
        {columns.slice(1).map((column) => (
          <Menu.CheckboxItem
            key={column.id}
            checked={choice.isVisible(column.id)}
            onChange={() => choice.toggle(column.id)}
          >
            {column.header}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={choice.reset}>{text('ui.table.resetColumns')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function focusFirstRow(from: HTMLElement): void {
  const table = from.closest(`.${classes['root']}`)
  table?.querySelector<HTMLElement>('[data-row-link]')?.focus()
}

/** Single-key shortcuts belong to the page; a dialog above it must not be acted behind. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null
}
