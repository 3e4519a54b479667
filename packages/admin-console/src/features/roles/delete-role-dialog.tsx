import { deleteRoleById, listClientRoles, listRealmRoles, type RoleRepresentation } from '@ztrust/contract/admin/roles'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export interface DeleteRoleDialogProps {
  /** Undefined: the dialog is closed. */
  readonly role: RoleRepresentation | undefined
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

export function DeleteRoleDialog({ role, onClose, onDeleted }: DeleteRoleDialogProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const remove = useEndpointMutation(deleteRoleById, {
    invalidates: [listRealmRoles, listClientRoles],
    onSuccess: () => onDeleted?.(),
  })
  return (
    <ConfirmDialog
      opened={role !== undefined}
      onClose={onClose}
      title={text('role.deleteTitle', { name: role?.name })}
      confirmLabel={text('role.delete')}
      consequences={[text('role.goesMappings'), text('role.goesComposites')]}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { realm, id: role?.id ?? '' } })
        toasts.success(text('role.deleted', { name: role?.name }))
      }}
    >
      {text('role.deleteText')}
    </ConfirmDialog>
  )
}
