import { useLocalStorage } from '@mantine/hooks'
import type { ResourceColumn } from './table-columns.ts'

export interface ColumnChoice<Row> {
  readonly visible: readonly ResourceColumn<Row>[]
  readonly isVisible: (id: string) => boolean
  readonly toggle: (id: string) => void
  readonly reset: () => void
}

/** The columns somebody chose, remembered on this device; the first column always stands. */
export function useVisibleColumns<Row>(tableId: string, columns: readonly ResourceColumn<Row>[]): ColumnChoice<Row> {
  const [stored, setStored, forget] = useLocalStorage<readonly string[] | null>({
    key: `ztrust.columns.${tableId}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const shown = Array.isArray(stored)
    ? stored
    : columns.filter((column) => column.initiallyHidden !== true).map((column) => column.id)
  const isVisible = (id: string) => id === columns[0]?.id || shown.includes(id)
  return {
    visible: columns.filter((column) => isVisible(column.id)),
    isVisible,
    toggle: (id) => setStored(isVisible(id) ? shown.filter((one) => one !== id) : [...shown, id]),
    reset: forget,
  }
}
