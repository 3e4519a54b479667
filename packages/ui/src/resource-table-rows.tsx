import { Checkbox, Skeleton, Table, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { AppLink, useAppNavigation } from './app-link.tsx'
import classes from './resource-table.module.css'
import type { ResourceTableProps } from './resource-table.tsx'
import { RowMenu } from './row-menu.tsx'
import type { ResourceColumn } from './table-columns.ts'
import { nextSort } from './table-state.ts'
import { useUiText } from './ui-text.ts'

export interface RowsProps<Row> extends ResourceTableProps<Row> {
  readonly selected: ReadonlyMap<string, Row>
  readonly onToggle: (rows: readonly Row[], isSelected: boolean) => void
}

export function ResourceRows<Row>(props: RowsProps<Row>) {
  const { columns, rows, state, rowActions } = props
  const text = useUiText()
  const isSelectable = (props.bulkActions ?? []).length > 0
  return (
    <Table.ScrollContainer minWidth={Math.max(480, columns.length * 130)} type="native">
      <Table className={classes['table'] ?? ''} aria-label={props.label}>
        <Table.Thead>
          <Table.Tr>
            {isSelectable ? <SelectPage {...props} /> : null}
            {columns.map((column) => (
              <Heading key={column.id} column={column} {...props} />
            ))}
            {rowActions === undefined ? null : (
              <Table.Th className={classes['menuCell'] ?? ''}>
                <VisuallyHidden>{text('ui.table.actions')}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody onKeyDown={moveBetweenRows} data-updating={props.isUpdating || undefined}>
          {rows === undefined
            ? Array.from({ length: Math.min(state.pageSize, 10) }, (_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
                <SkeletonRow key={index} columns={columns.length} extra={[isSelectable, rowActions !== undefined]} />
              ))
            : rows.map((row) => (
                <ResourceRow key={props.rowId(row)} row={row} isSelectable={isSelectable} {...props} />
              ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface HeadingProps<Row> extends RowsProps<Row> {
  readonly column: ResourceColumn<Row>
}

function Heading<Row>({ column, state, onStateChange }: HeadingProps<Row>) {
  const direction = state.sort?.column === column.id ? state.sort.direction : undefined
  const IconOf = direction === undefined ? IconSelector : direction === 'asc' ? IconArrowUp : IconArrowDown
  const ariaSort = direction === undefined ? 'none' : direction === 'asc' ? 'ascending' : 'descending'
  return (
    <Table.Th
      w={column.width}
      data-align={column.align}
      scope="col"
      {...(column.sortable ? { 'aria-sort': ariaSort } : {})}
    >
      {column.sortable ? (
        <UnstyledButton
          className={classes['sort']}
          data-active={direction !== undefined || undefined}
          onClick={() => onStateChange({ sort: nextSort(state.sort, column.id) })}
        >
          {column.header}
          <IconOf size={14} stroke={1.5} aria-hidden />
        </UnstyledButton>
      ) : (
        column.header
      )}
    </Table.Th>
  )
}

function SelectPage<Row>({ rows = [], selected, rowId, onToggle }: RowsProps<Row>) {
  const text = useUiText()
  const count = rows.filter((row) => selected.has(rowId(row))).length
  return (
    <Table.Th className={classes['checkCell'] ?? ''}>
      <Checkbox
        size="xs"
        aria-label={text('ui.table.selectPage')}
        checked={rows.length > 0 && count === rows.length}
        indeterminate={count > 0 && count < rows.length}
        disabled={rows.length === 0}
        onChange={(event) => onToggle(rows, event.currentTarget.checked)}
      />
    </Table.Th>
  )
}

function ResourceRow<Row>(props: RowsProps<Row> & { readonly row: Row; readonly isSelectable: boolean }) {
  const { row, columns, rowPath, rowActions, selected, isSelectable } = props
  const text = useUiText()
  const { navigate } = useAppNavigation()
  const path = rowPath?.(row)
  const name = props.rowName(row)
  const isSelected = selected.has(props.rowId(row))
  const open = (event: MouseEvent<HTMLElement>) => {
    if (path !== undefined && isOnPlainGround(event)) navigate(path)
  }
  return (
    <Table.Tr onClick={open} data-clickable={path !== undefined || undefined} data-selected={isSelected || undefined}>
      {isSelectable ? (
        <Table.Td className={classes['checkCell'] ?? ''}>
          <Checkbox
            size="xs"
            aria-label={text('ui.table.select', { name })}
            checked={isSelected}
            onChange={(event) => props.onToggle([row], event.currentTarget.checked)}
          />
        </Table.Td>
      ) : null}
      {columns.map((column, index) => (
        <Table.Td key={column.id} data-align={column.align}>
          {index === 0 ? <RowName path={path}>{column.render(row)}</RowName> : column.render(row)}
        </Table.Td>
      ))}
      {rowActions === undefined ? null : (
        <Table.Td className={classes['menuCell'] ?? ''}>
          <RowMenu name={name} actions={rowActions(row)} />
        </Table.Td>
      )}
    </Table.Tr>
  )
}

export function RowName({ path, children }: { readonly path: string | undefined; readonly children: ReactNode }) {
  if (path === undefined) return <span className={classes['name']}>{children}</span>
  return (
    <AppLink to={path} className={classes['name']} data-row-link>
      {children}
    </AppLink>
  )
}

function SkeletonRow({ columns, extra }: { readonly columns: number; readonly extra: readonly [boolean, boolean] }) {
  const [isSelectable, hasMenu] = extra
  return (
    <Table.Tr>
      {isSelectable ? <Table.Td className={classes['checkCell'] ?? ''} /> : null}
      {Array.from({ length: columns }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
        <Table.Td key={index}>
          <Skeleton height={12} radius="sm" width={index === 0 ? '70%' : '50%'} />
        </Table.Td>
      ))}
      {hasMenu ? <Table.Td className={classes['menuCell'] ?? ''} /> : null}
    </Table.Tr>
  )
}

/** Links, buttons and fields in a row do their own thing, and who marks text does not want to leave. */
function isOnPlainGround(event: MouseEvent<HTMLElement>): boolean {
  const target = event.target
  const isControl = target instanceof Element && target.closest('a, button, input, label, [role="menu"]') !== null
  const isInRow = target instanceof Node && event.currentTarget.contains(target)
  return !isControl && isInRow && window.getSelection()?.toString() === ''
}

/** Up and down go from name to name; Enter is the link's own. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const target = event.target
  if (step === 0 || !(target instanceof HTMLElement) || target.closest('[data-row-link]') === null) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')]
  const next = links[links.indexOf(target) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
