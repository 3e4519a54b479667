import { countUsers, listUsers, type UserRepresentation } from '@ztrust/contract/admin/users'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useInvalidate } from '@ztrust/ui/use-api.tsx'
import { useText } from '../../text.ts'
import { useUserActions } from './use-user-actions.ts'

export interface DeleteUsersDialogProps {
  /** None: the dialog is closed. */
  readonly users: readonly UserRepresentation[]
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

export function DeleteUsersDialog({ users, onClose, onDeleted }: DeleteUsersDialogProps) {
  const text = useText()
  const toasts = useToasts()
  const actions = useUserActions()
  const invalidate = useInvalidate()
  const count = users.length
  const name = users[0]?.username ?? ''
  const remove = async () => {
    try {
      await actions.remove(users)
      onDeleted?.()
      toasts.success(text('users.deletedToast', { count, name }))
    } finally {
      await invalidate(listUsers, countUsers)
    }
  }
  return (
    <ConfirmDialog
      opened={count > 0}
      onClose={onClose}
      title={text('users.deleteTitle', { count, name })}
      confirmLabel={text('users.deleteConfirm', { count })}
      consequences={[
        text('users.goesCredentials'),
        text('users.goesSessions'),
        text('users.goesMappings'),
        text('users.goesDevices'),
      ]}
      onConfirm={remove}
    >
      {text('users.deleteText')}
    </ConfirmDialog>
  )
}
