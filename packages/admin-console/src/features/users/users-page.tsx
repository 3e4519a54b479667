import { IconLock, IconLockOpen, IconLogout, IconTrash, IconUserPlus } from '@tabler/icons-react'
import { countUsers, listUsers, type UserRepresentation } from '@ztrust/contract/admin/users'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import type { RowAction } from '@ztrust/ui/row-menu.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useInvalidate } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { Page } from '../../patterns/page.tsx'
import { useDialogParameter } from '../../patterns/use-dialog-parameter.ts'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { CreateUserDialog } from './create-user-dialog.tsx'
import { DeleteUsersDialog } from './delete-users-dialog.tsx'
import { useUserActions } from './use-user-actions.ts'
import { useUsers } from './use-users.ts'
import { useUserColumns } from './user-columns.tsx'

export function UsersPage() {
  const realm = useRealmName()
  const text = useText()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const [state, changeState] = useTableState()
  const { page, total } = useUsers(realm, state)
  const columns = useUserColumns()
  const actions = useUserActions()
  const invalidate = useInvalidate()
  const [isCreating, setCreating] = useDialogParameter('create')
  const [doomed, setDoomed] = useState<{ users: readonly UserRepresentation[]; clear: () => void }>()

  const setEnabled = async (users: readonly UserRepresentation[], enabled: boolean, clear?: () => void) => {
    try {
      await actions.setEnabled(users, enabled)
      clear?.()
      const count = users.length
      toasts.success(text(enabled ? 'users.enabledToast' : 'users.disabledToast', { count }), {
        undo: () => actions.setEnabled(users, !enabled),
      })
    } catch (error) {
      toasts.failure(error)
    } finally {
      await invalidate(listUsers, countUsers)
    }
  }
  const signOut = async (user: UserRepresentation) => {
    try {
      await actions.signOut(user)
      toasts.success(text('users.signedOut', { name: user.username }))
    } catch (error) {
      toasts.failure(error)
    }
  }
  const rowActions = (user: UserRepresentation): readonly RowAction[] => [
    user.enabled === false
      ? { label: text('users.enable'), icon: IconLockOpen, onClick: () => void setEnabled([user], true) }
      : { label: text('users.disable'), icon: IconLock, onClick: () => void setEnabled([user], false) },
    { label: text('users.signOutAll'), icon: IconLogout, onClick: () => void signOut(user) },
    {
      label: text('users.delete'),
      icon: IconTrash,
      dangerous: true,
      onClick: () => setDoomed({ users: [user], clear: () => {} }),
    },
  ]
  const yesNo = [
    { value: 'true', label: text('common.yes') },
    { value: 'false', label: text('common.no') },
  ]
  return (
    <Page title={text('users.title')} description={text('users.help')}>
      <ResourceTable<UserRepresentation>
        id="users"
        label={text('users.title')}
        columns={columns}
        state={state}
        onStateChange={changeState}
        rows={page.data}
        total={total}
        isUpdating={page.isPlaceholderData}
        error={page.error}
        onRetry={() => void page.refetch()}
        rowId={(user) => user.id ?? ''}
        rowName={(user) => user.username ?? ''}
        rowPath={(user) => pathTo.user(realm, user.id ?? '')}
        searchPlaceholder={text('users.search')}
        filters={[
          { name: 'enabled', label: text('common.enabled'), options: yesNo },
          { name: 'emailVerified', label: text('users.emailVerified'), options: yesNo },
        ]}
        empty={{ icon: IconUserPlus, title: text('users.emptyTitle'), description: text('users.emptyHelp') }}
        {...(mayManage
          ? {
              rowActions,
              create: { label: text('users.create'), onClick: () => setCreating(true) },
              bulkActions: [
                {
                  label: text('users.enable'),
                  icon: IconLockOpen,
                  onClick: (rows, clear) => void setEnabled(rows, true, clear),
                },
                {
                  label: text('users.disable'),
                  icon: IconLock,
                  onClick: (rows, clear) => void setEnabled(rows, false, clear),
                },
                {
                  label: text('common.delete'),
                  icon: IconTrash,
                  dangerous: true,
                  onClick: (users, clear) => setDoomed({ users, clear }),
                },
              ],
            }
          : {})}
      />
      {isCreating && mayManage ? <CreateUserDialog onClose={() => setCreating(false)} /> : null}
      <DeleteUsersDialog
        users={doomed?.users ?? []}
        onClose={() => setDoomed(undefined)}
        onDeleted={() => doomed?.clear()}
      />
    </Page>
  )
}
