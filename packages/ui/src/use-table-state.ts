import { type AnyRouter, useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import {
  decodeTableState,
  encodeTableState,
  isTableParameter,
  type TableDefaults,
  type TableState,
} from './table-state.ts'

export type ChangeTableState = (change: Partial<TableState>) => void

/**
 * The state of a list in the search of TanStack Router. A change of anything but the page goes back to page 1; a new
 * page makes a step of the history, typing does not. `defaults` must not change while the list is shown.
 */
export function useTableState(defaults?: TableDefaults): readonly [TableState, ChangeTableState] {
  const router: AnyRouter = useRouter()
  const search = useRouterState<AnyRouter, Record<string, unknown>>({ select: (state) => state.location.search })
  const state = useMemo(() => decodeTableState(search, defaults), [search, defaults])
  const change = useCallback<ChangeTableState>(
    (part) => {
      const { publicHref, search: latest, hash } = router.latestLocation
      const next = { ...decodeTableState(latest, defaults), page: 1, ...part }
      const others = Object.entries(latest).filter(([name]) => !isTableParameter(name))
      const written = { ...Object.fromEntries(others), ...encodeTableState(next, defaults) }
      const path = publicHref.split(/[?#]/)[0] ?? ''
      const target = `${path}${router.options.stringifySearch(written)}${hash ? `#${hash}` : ''}`
      if (part.page === undefined) router.history.replace(target)
      else router.history.push(target)
    },
    [router, defaults],
  )
  return [state, change]
}
