import { Button } from '@mantine/core'
import { IconDevices, IconLogout } from '@tabler/icons-react'
import {
  deleteSession,
  listRealmSessions,
  logoutAllSessions,
  type UserSessionRepresentation,
} from '@ztrust/contract/admin/sessions'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useApi, useEndpoint, useEndpointMutation, useInvalidate } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { Page } from '../../patterns/page.tsx'
import { useSessionColumns } from '../../patterns/session-columns.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export function SessionsPage() {
  const text = useText()
  const api = useApi()
  const realm = useRealmName()
  const toasts = useToasts()
  const invalidate = useInvalidate()
  const mayManage = useAccess().mayAny('manage-users')
  const [state, changeState] = useTableState()
  const sessions = useEndpoint(
    listRealmSessions,
    { params: { realm }, query: toPageQuery(state) },
    { keepPrevious: true, refetchInterval: 30_000 },
  )
  const columns = useSessionColumns({ withUser: true })
  const endAll = useEndpointMutation(logoutAllSessions, { invalidates: [listRealmSessions] })
  const [isAsking, setAsking] = useState(false)

  const end = async (ended: readonly UserSessionRepresentation[], clear?: () => void) => {
    try {
      for (const { id } of ended) await api(deleteSession, { params: { realm, session: id } })
      clear?.()
      toasts.success(text('sessions.ended'))
    } catch (error) {
      toasts.failure(error)
    }
    await invalidate(listRealmSessions)
  }
  return (
    <Page
      title={text('sessions.title')}
      description={text('sessions.help')}
      actions={
        mayManage && (sessions.data ?? []).length > 0 ? (
          <Button variant="default" leftSection={<IconLogout size={16} stroke={1.5} />} onClick={() => setAsking(true)}>
            {text('sessions.endAll')}
          </Button>
        ) : null
      }
    >
      <ResourceTable<UserSessionRepresentation>
        id="sessions"
        label={text('sessions.title')}
        columns={columns}
        state={state}
        onStateChange={changeState}
        rows={sessions.data}
        isUpdating={sessions.isPlaceholderData}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        rowId={(session) => session.id}
        rowName={(session) => session.username ?? session.userId}
        rowPath={(session) => pathTo.user(realm, session.userId, 'sessions')}
        searchPlaceholder={text('sessions.search')}
        empty={{ icon: IconDevices, title: text('sessions.emptyTitle'), description: text('sessions.emptyHelp') }}
        {...(mayManage
          ? {
              rowActions: (session) => [
                { label: text('common.signOut'), icon: IconLogout, onClick: () => void end([session]) },
              ],
              bulkActions: [
                { label: text('common.signOut'), icon: IconLogout, onClick: (rows, clear) => void end(rows, clear) },
              ],
            }
          : {})}
      />
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={text('sessions.endAllTitle', { realm })}
        confirmLabel={text('sessions.endAll')}
        onConfirm={async () => {
          await endAll.mutateAsync({ params: { realm } })
          toasts.success(text('sessions.allEnded'))
        }}
      >
        {text('sessions.endAllText')}
      </ConfirmDialog>
    </Page>
  )
}
