import { Modal, Stack } from '@mantine/core'
import {
  createClientRole,
  createRealmRole,
  getClientRole,
  getRealmRole,
  listClientRoles,
  listRealmRoles,
} from '@ztrust/contract/admin/roles'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { TextAreaField, TextField } from '@ztrust/ui/form-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useApi, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import * as z from 'zod'
import { pathTo } from '../paths.ts'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'

export interface CreateRoleDialogProps {
  /** The id of the client for a client role; without it a realm role is made. */
  readonly clientId?: string
  readonly onClose: () => void
}

const schema = z.object({ name: z.string().trim().min(1).max(255), description: z.string().max(4000) })
const values = { name: '', description: '' }

export function CreateRoleDialog({ clientId, onClose }: CreateRoleDialogProps) {
  const text = useText()
  const api = useApi()
  const realm = useRealmName()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const ofRealm = useEndpointMutation(createRealmRole, { invalidates: [listRealmRoles] })
  const ofClient = useEndpointMutation(createClientRole, { invalidates: [listClientRoles] })

  // The answer names the role by its name; its page is found by its id.
  const create = async (body: z.output<typeof schema>): Promise<string | undefined> => {
    if (clientId === undefined) {
      await ofRealm.mutateAsync({ params: { realm }, body })
      return (await api(getRealmRole, { params: { realm, role: body.name } })).body.id
    }
    await ofClient.mutateAsync({ params: { realm, id: clientId }, body })
    return (await api(getClientRole, { params: { realm, id: clientId, role: body.name } })).body.id
  }
  return (
    <Modal opened onClose={onClose} title={text('roles.create')} size={480}>
      <ResourceForm
        schema={schema}
        values={values}
        mode="create"
        submitLabel={text('roles.create')}
        onCancel={onClose}
        onSubmit={async (body) => {
          const id = await create(body)
          toasts.success(text('roles.createdToast', { name: body.name }))
          onClose()
          if (id !== undefined) navigate(pathTo.role(realm, id))
        }}
      >
        <Stack>
          <TextField name="name" label={text('common.name')} help={text('roles.nameHelp')} required autoFocus />
          <TextAreaField name="description" label={text('common.description')} />
        </Stack>
      </ResourceForm>
    </Modal>
  )
}
