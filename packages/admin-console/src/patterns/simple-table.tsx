import { Group, Paper, ScrollArea, Skeleton, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { AppLink } from '@ztrust/ui/app-link.tsx'
import { EmptyState, type EmptyStateProps } from '@ztrust/ui/empty-state.tsx'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { type RowAction, RowMenu } from '@ztrust/ui/row-menu.tsx'
import type { ResourceColumn } from '@ztrust/ui/table-columns'
import type { ReactNode } from 'react'
import { useText } from '../text.ts'
import classes from './simple-table.module.css'

export interface SimpleTableProps<Row> {
  readonly label: string
  readonly description?: ReactNode
  readonly answer: {
    readonly data: readonly Row[] | undefined
    readonly error: unknown
    readonly refetch: () => unknown
  }
  readonly columns: readonly ResourceColumn<Row>[]
  readonly rowId: (row: Row) => string
  readonly rowName: (row: Row) => string
  readonly rowPath?: (row: Row) => string | undefined
  readonly rowActions?: (row: Row) => readonly RowAction[]
  readonly empty: EmptyStateProps
  /** Above the list, and in its place when it is empty. */
  readonly action?: ReactNode
}

/** A short list that arrives whole: parts of a thing, without search and pages. */
export function SimpleTable<Row>(props: SimpleTableProps<Row>) {
  const { answer, label, description, action, empty } = props
  const isEmpty = answer.data?.length === 0
  return (
    <Stack gap="sm">
      {isEmpty ? null : (
        <Group justify="space-between" align="center" gap="sm">
          <Text c="dimmed" className={classes['description'] ?? ''}>
            {description}
          </Text>
          {action}
        </Group>
      )}
      <Paper withBorder className={classes['paper'] ?? ''} aria-busy={answer.data === undefined}>
        {answer.data === undefined && answer.error ? (
          <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
        ) : isEmpty ? (
          <EmptyState {...empty} action={empty.action ?? action} />
        ) : (
          <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}>
            <Rows {...props} />
          </ScrollArea>
        )}
      </Paper>
    </Stack>
  )
}

function Rows<Row>(props: SimpleTableProps<Row>) {
  const { answer, columns, rowId, rowName, rowPath, rowActions, label } = props
  const text = useText()
  return (
    <Table className={classes['table'] ?? ''} aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column.id} w={column.width} scope="col" data-phone={column.hideOnPhone !== true}>
              {column.header}
            </Table.Th>
          ))}
          {rowActions === undefined ? null : (
            <Table.Th w="3rem">
              <VisuallyHidden>{text('common.details')}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {answer.data === undefined
          ? [1, 2, 3].map((row) => (
              <Table.Tr key={row}>
                {columns.map((column) => (
                  <Table.Td key={column.id} data-phone={column.hideOnPhone !== true}>
                    <Skeleton height={12} radius="sm" width="60%" />
                  </Table.Td>
                ))}
                {rowActions === undefined ? null : <Table.Td />}
              </Table.Tr>
            ))
          : answer.data.map((row) => (
              <Table.Tr key={rowId(row)}>
                {columns.map((column, index) => (
                  <Table.Td key={column.id} data-phone={column.hideOnPhone !== true}>
                    {index === 0 ? <Name path={rowPath?.(row)}>{column.render(row)}</Name> : column.render(row)}
                  </Table.Td>
                ))}
                {rowActions === undefined ? null : (
                  <Table.Td>
                    <RowMenu name={rowName(row)} actions={rowActions(row)} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
      </Table.Tbody>
    </Table>
  )
}

function Name({ path, children }: { readonly path: string | undefined; readonly children: ReactNode }) {
  if (path === undefined) return <span className={classes['name']}>{children}</span>
  return (
    <AppLink to={path} className={classes['name']}>
      {children}
    </AppLink>
  )
}
