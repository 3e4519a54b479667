import { IconDevices } from '@tabler/icons-react'
import {
  countClientUserSessions,
  listClientUserSessions,
  type UserSessionRepresentation,
} from '@ztrust/contract/admin/sessions'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { pathTo } from '../../paths.ts'
import { useSessionColumns } from '../../patterns/session-columns.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export function ClientSessionsTab({ clientId }: { readonly clientId: string }) {
  const text = useText()
  const realm = useRealmName()
  const [state, changeState] = useTableState()
  const { first, max } = toPageQuery(state)
  const params = { realm, id: clientId }
  const sessions = useEndpoint(listClientUserSessions, { params, query: { first, max } }, { keepPrevious: true })
  const total = useEndpoint(countClientUserSessions, { params })
  const columns = useSessionColumns({ withUser: true })
  return (
    <ResourceTable<UserSessionRepresentation>
      id="client-sessions"
      label={text('client.sessions')}
      columns={columns}
      state={state}
      onStateChange={changeState}
      rows={sessions.data}
      total={total.data?.count}
      isUpdating={sessions.isPlaceholderData}
      error={sessions.error}
      onRetry={() => void sessions.refetch()}
      rowId={(session) => session.id}
      rowName={(session) => session.username ?? session.userId}
      rowPath={(session) => pathTo.user(realm, session.userId, 'sessions')}
      searchable={false}
      empty={{
        icon: IconDevices,
        title: text('clientSessions.emptyTitle'),
        description: text('clientSessions.emptyHelp'),
      }}
    />
  )
}
