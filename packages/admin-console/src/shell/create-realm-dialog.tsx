import { Modal, Stack } from '@mantine/core'
import { createRealm, listRealms } from '@ztrust/contract/admin/realms'
import { whoAmI } from '@ztrust/contract/admin/server-info'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { TextField } from '@ztrust/ui/form-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import * as z from 'zod'
import { pathTo } from '../paths.ts'
import { useText } from '../text.ts'

/** Name, Enter: the realm exists and is in sight. */
export default function CreateRealmDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const create = useEndpointMutation(createRealm, { invalidates: [listRealms, whoAmI] })
  const schema = z.object({
    realm: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .regex(/^[^/\\?#%&;=+<>"'`\s]+$/u, text('shell.realmNameInvalid')),
    displayName: z.string().max(255),
  })
  return (
    <Modal opened onClose={onClose} title={text('shell.createRealm')} size={480}>
      <ResourceForm
        schema={schema}
        values={{ realm: '', displayName: '' }}
        mode="create"
        submitLabel={text('shell.createRealm')}
        onCancel={onClose}
        onSubmit={async ({ realm, displayName }) => {
          await create.mutateAsync({
            params: {},
            body: { realm, enabled: true, ...(displayName ? { displayName } : {}) },
          })
          toasts.success(text('shell.realmCreated', { realm }))
          onClose()
          navigate(pathTo.dashboard(realm))
        }}
      >
        <Stack>
          <TextField
            name="realm"
            label={text('shell.realmName')}
            help={text('shell.realmNameHelp')}
            required
            autoFocus
          />
          <TextField
            name="displayName"
            label={text('shell.realmDisplayName')}
            help={text('shell.realmDisplayNameHelp')}
          />
        </Stack>
      </ResourceForm>
    </Modal>
  )
}
