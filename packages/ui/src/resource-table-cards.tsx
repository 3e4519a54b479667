import { Checkbox, Skeleton } from '@mantine/core'
import classes from './resource-table.module.css'
import { moveBetweenRows, RowName, type RowsProps } from './resource-table-rows.tsx'
import { RowMenu } from './row-menu.tsx'
import { useUiText } from './ui-text.ts'

/** The rows as cards, for narrow screens: the name on top, then each column with its heading. */
export function ResourceCards<Row>(props: RowsProps<Row>) {
  const { rows, columns, selected, rowActions } = props
  const text = useUiText()
  const isSelectable = (props.bulkActions ?? []).length > 0
  const details = columns.slice(1).filter((column) => column.hideOnPhone !== true)
  if (rows === undefined) {
    return (
      <div className={classes['cards']}>
        {[0, 1, 2, 3, 4].map((index) => (
          <div key={index} className={classes['card']}>
            <Skeleton height={14} width="60%" radius="sm" />
            {details.map((column) => (
              <Skeleton key={column.id} height={12} mt={10} width="85%" radius="sm" />
            ))}
          </div>
        ))}
      </div>
    )
  }
  return (
    <ul
      className={classes['cards']}
      aria-label={props.label}
      data-updating={props.isUpdating || undefined}
      onKeyDown={moveBetweenRows}
    >
      {rows.map((row) => {
        const name = props.rowName(row)
        return (
          <li key={props.rowId(row)} className={classes['card']}>
            <div className={classes['cardHead']}>
              {isSelectable ? (
                <Checkbox
                  aria-label={text('ui.table.select', { name })}
                  checked={selected.has(props.rowId(row))}
                  onChange={(event) => props.onToggle([row], event.currentTarget.checked)}
                />
              ) : null}
              <div className={classes['cardName']}>
                <RowName path={props.rowPath?.(row)}>{columns[0]?.render(row)}</RowName>
              </div>
              {rowActions === undefined ? null : <RowMenu name={name} actions={rowActions(row)} />}
            </div>
            {details.length === 0 ? null : (
              <dl className={classes['details']}>
                {details.map((column) => (
                  <div key={column.id} className={classes['detail']}>
                    <dt>{column.header}</dt>
                    <dd>{column.render(row)}</dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        )
      })}
    </ul>
  )
}
