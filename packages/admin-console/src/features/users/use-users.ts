import { countUsers, listUsers } from '@ztrust/contract/admin/users'
import { type TableState, toPageQuery } from '@ztrust/ui/table-state'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'

/** A page of the users that search and filters find, and how many there are in all. */
export function useUsers(realm: string, state: TableState) {
  const { first, max, search } = toPageQuery(state)
  const filter = {
    ...(search === undefined ? {} : { search }),
    ...readFlag(state, 'enabled'),
    ...readFlag(state, 'emailVerified'),
  }
  const page = useEndpoint(
    listUsers,
    { params: { realm }, query: { ...filter, first, max, briefRepresentation: true } },
    { keepPrevious: true },
  )
  const total = useEndpoint(countUsers, { params: { realm }, query: filter }, { keepPrevious: true })
  return { page, total: total.data }
}

function readFlag(state: TableState, name: 'enabled' | 'emailVerified') {
  const value = state.filters[name]
  return value === 'true' || value === 'false' ? { [name]: value } : {}
}
