import { Button } from '@mantine/core'
import { IconDevices, IconLogout } from '@tabler/icons-react'
import { deleteSession } from '@ztrust/contract/admin/sessions'
import { listUserSessions, logoutUser, type UserRepresentation } from '@ztrust/contract/admin/users'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { useSessionColumns } from '../../patterns/session-columns.tsx'
import { SimpleTable } from '../../patterns/simple-table.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export function UserSessionsTab({ user }: { readonly user: UserRepresentation }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const params = { realm, id: user.id ?? '' }
  const sessions = useEndpoint(listUserSessions, { params })
  const columns = useSessionColumns({ withUser: false })
  const invalidates = [listUserSessions]
  const end = useEndpointMutation(deleteSession, {
    invalidates,
    onSuccess: () => toasts.success(text('sessions.ended')),
    onError: toasts.failure,
  })
  const endAll = useEndpointMutation(logoutUser, { invalidates })
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <SimpleTable
        label={text('user.sessions')}
        description={text('user.sessionsHelp')}
        answer={sessions}
        columns={columns}
        rowId={(session) => session.id}
        rowName={(session) => session.ipAddress}
        action={
          mayManage && (sessions.data ?? []).length > 0 ? (
            <Button
              variant="default"
              leftSection={<IconLogout size={16} stroke={1.5} />}
              onClick={() => setAsking(true)}
            >
              {text('users.signOutAll')}
            </Button>
          ) : null
        }
        empty={{ icon: IconDevices, title: text('user.sessionsEmpty'), description: text('user.sessionsEmptyHelp') }}
        rowActions={({ id }) =>
          mayManage
            ? [
                {
                  label: text('common.signOut'),
                  icon: IconLogout,
                  onClick: () => end.mutate({ params: { realm, session: id } }),
                },
              ]
            : []
        }
      />
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={text('sessions.endAllOfUserTitle', { name: user.username })}
        confirmLabel={text('users.signOutAll')}
        onConfirm={async () => {
          await endAll.mutateAsync({ params })
          toasts.success(text('users.signedOut', { name: user.username }))
        }}
      >
        {text('sessions.endAllOfUserText', { count: sessions.data?.length ?? 0 })}
      </ConfirmDialog>
    </>
  )
}
