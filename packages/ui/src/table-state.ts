/** What a list shows: lives in the address, so that a page can be shared, reloaded and gone back to. */
export interface TableState {
  readonly search: string
  /** From 1. */
  readonly page: number
  readonly pageSize: number
  readonly sort: TableSort | undefined
  /** Value by filter name; a filter that is off is not there. */
  readonly filters: Readonly<Record<string, string>>
}

export interface TableSort {
  readonly column: string
  readonly direction: 'asc' | 'desc'
}

export interface TableDefaults {
  readonly pageSize?: number
  readonly sort?: TableSort
}

export const pageSizes = [10, 25, 50, 100] as const
const filterPrefix = 'f.'

/** Parameters of the address; values may come parsed (TanStack Router) or as text. Anything odd becomes the default. */
export function decodeTableState(search: Readonly<Record<string, unknown>>, defaults: TableDefaults = {}): TableState {
  const filters: Record<string, string> = {}
  for (const [name, value] of Object.entries(search)) {
    const text = toText(value)
    if (name.startsWith(filterPrefix) && text !== undefined && text !== '')
      filters[name.slice(filterPrefix.length)] = text
  }
  const size = toInteger(search['size'])
  return {
    search: toText(search['q']) ?? '',
    page: toInteger(search['page']) ?? 1,
    pageSize: size !== undefined && size <= 100 ? size : (defaults.pageSize ?? 25),
    sort: decodeSort(toText(search['sort'])) ?? defaults.sort,
    filters,
  }
}

/** Only what differs from the default is written, so that addresses stay short. */
export function encodeTableState(state: TableState, defaults: TableDefaults = {}): Record<string, string | number> {
  const result: Record<string, string | number> = {}
  if (state.search !== '') result['q'] = state.search
  if (state.page > 1) result['page'] = state.page
  if (state.pageSize !== (defaults.pageSize ?? 25)) result['size'] = state.pageSize
  if (state.sort !== undefined && !isSameSort(state.sort, defaults.sort)) {
    result['sort'] = `${state.sort.direction === 'desc' ? '-' : ''}${state.sort.column}`
  }
  for (const [name, value] of Object.entries(state.filters)) if (value !== '') result[filterPrefix + name] = value
  return result
}

/** Names of the address that belong to the table; the rest is left alone. */
export function isTableParameter(name: string): boolean {
  return ['q', 'page', 'size', 'sort'].includes(name) || name.startsWith(filterPrefix)
}

/** `first`, `max` and `search` of Keycloak's lists. */
export function toPageQuery(state: TableState): {
  readonly first: number
  readonly max: number
  readonly search?: string
} {
  const page = { first: (state.page - 1) * state.pageSize, max: state.pageSize }
  return state.search === '' ? page : { ...page, search: state.search }
}

/** Each click on a heading: ascending, descending, then as before. */
export function nextSort(current: TableSort | undefined, column: string): TableSort | undefined {
  if (current?.column !== column) return { column, direction: 'asc' }
  return current.direction === 'asc' ? { column, direction: 'desc' } : undefined
}

function isSameSort(one: TableSort, other: TableSort | undefined): boolean {
  return one.column === other?.column && one.direction === other.direction
}

function decodeSort(text: string | undefined): TableSort | undefined {
  const match = /^(-?)([\w.]+)$/.exec(text ?? '')
  const column = match?.[2]
  return column === undefined ? undefined : { column, direction: match?.[1] === '-' ? 'desc' : 'asc' }
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

function toInteger(value: unknown): number | undefined {
  const text = toText(value)
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}
