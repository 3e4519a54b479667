import { type ClientRepresentation, deleteClient, listClients } from '@ztrust/contract/admin/clients'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export interface DeleteClientDialogProps {
  /** Undefined: the dialog is closed. */
  readonly client: ClientRepresentation | undefined
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

export function DeleteClientDialog({ client, onClose, onDeleted }: DeleteClientDialogProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const remove = useEndpointMutation(deleteClient, { invalidates: [listClients], onSuccess: () => onDeleted?.() })
  const name = client?.clientId ?? ''
  return (
    <ConfirmDialog
      opened={client !== undefined}
      onClose={onClose}
      title={text('clients.deleteTitle', { name })}
      confirmLabel={text('clients.delete')}
      typeName={name}
      consequences={[text('clients.goesRoles'), text('clients.goesSessions'), text('clients.goesSecret')]}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { realm, id: client?.id ?? '' } })
        toasts.success(text('clients.deletedToast', { name }))
      }}
    >
      {text('clients.deleteText')}
    </ConfirmDialog>
  )
}
