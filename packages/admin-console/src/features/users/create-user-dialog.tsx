import { Modal, Stack } from '@mantine/core'
import {
  countUsers,
  createUser,
  getUserProfileMetadata,
  listUsers,
  type UserProfileMetadata,
} from '@ztrust/contract/admin/users'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { SwitchField } from '@ztrust/ui/form-choice-fields.tsx'
import { PasswordField } from '@ztrust/ui/form-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import * as z from 'zod'
import { pathTo } from '../../paths.ts'
import { readCreatedId } from '../../patterns/created-id.ts'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import { UserProfileFields } from './user-profile-fields.tsx'
import { fromProfileRows, profileFieldOf, profileSchema, toProfileRows } from './user-profile-values.ts'

export function CreateUserDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText()
  const realm = useRealmName()
  const metadata = useEndpoint(getUserProfileMetadata, { params: { realm } })
  // The dialog opens with its fields, so that the first of them gets the focus.
  if (metadata.data === undefined && metadata.error === null) return null
  return (
    <Modal opened onClose={onClose} title={text('users.create')} size={520}>
      {metadata.data === undefined ? (
        <ErrorState error={metadata.error} onRetry={() => void metadata.refetch()} />
      ) : (
        <CreateUserForm metadata={metadata.data} onClose={onClose} />
      )}
    </Modal>
  )
}

interface CreateUserFormProps {
  readonly metadata: UserProfileMetadata
  readonly onClose: () => void
}

function CreateUserForm({ metadata, onClose }: CreateUserFormProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const create = useEndpointMutation(createUser, { invalidates: [listUsers, countUsers] })
  const schema = useMemo(
    () =>
      z.object({
        profile: profileSchema(metadata, text('users.required')),
        emailVerified: z.boolean(),
        password: z.string().max(4096),
        temporary: z.boolean(),
      }),
    [metadata, text],
  )
  const values = useMemo(
    () => ({ profile: toProfileRows(metadata, {}), emailVerified: false, password: '', temporary: true }),
    [metadata],
  )
  return (
    <ResourceForm
      schema={schema}
      values={values}
      mode="create"
      submitLabel={text('users.create')}
      onCancel={onClose}
      fieldOf={(field) => profileFieldOf(metadata, field)}
      onSubmit={async ({ profile, emailVerified, password, temporary }) => {
        const user = fromProfileRows(profile, {})
        const credentials = password === '' ? {} : { credentials: [{ type: 'password', value: password, temporary }] }
        const body = { ...user, enabled: true, emailVerified, ...credentials }
        const { headers } = await create.mutateAsync({ params: { realm }, body })
        toasts.success(text('users.createdToast', { name: user.username }))
        onClose()
        const id = readCreatedId(headers)
        if (id !== undefined) navigate(pathTo.user(realm, id))
      }}
    >
      <Stack>
        <UserProfileFields metadata={metadata} />
        <SwitchField name="emailVerified" label={text('users.emailVerified')} help={text('users.emailVerifiedHelp')} />
        <PasswordField name="password" label={text('users.password')} help={text('users.passwordOptional')} />
        <TemporaryField />
      </Stack>
    </ResourceForm>
  )
}

/** Only of interest once there is a password. */
function TemporaryField() {
  const text = useText()
  const password: unknown = useWatch({ name: 'password' })
  return (
    <SwitchField
      name="temporary"
      label={text('users.temporary')}
      help={text('users.temporaryHelp')}
      disabled={password === ''}
    />
  )
}
