import { Button, Group, Modal, Stack } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { getUser, listUserCredentials, resetUserPassword, type UserRepresentation } from '@ztrust/contract/admin/users'
import { CopyButton } from '@ztrust/ui/copy-button.tsx'
import { SwitchField } from '@ztrust/ui/form-choice-fields.tsx'
import { PasswordField } from '@ztrust/ui/form-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useFormContext, useWatch } from 'react-hook-form'
import * as z from 'zod'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export interface SetPasswordDialogProps {
  readonly user: UserRepresentation
  readonly onClose: () => void
}

const schema = z.object({ value: z.string().min(1).max(4096), temporary: z.boolean() })
const values = { value: '', temporary: true }

export function SetPasswordDialog({ user, onClose }: SetPasswordDialogProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const set = useEndpointMutation(resetUserPassword, { invalidates: [listUserCredentials, getUser] })
  return (
    <Modal opened onClose={onClose} title={text('credentials.resetTitle', { name: user.username })} size={460}>
      <ResourceForm
        schema={schema}
        values={values}
        mode="create"
        submitLabel={text('user.setPassword')}
        onCancel={onClose}
        fieldOf={(field) => (field === 'password' ? 'value' : field)}
        onSubmit={async (credential) => {
          const body = { type: 'password', ...credential }
          await set.mutateAsync({ params: { realm, id: user.id ?? '' }, body })
          toasts.success(text('credentials.passwordSet'))
          onClose()
        }}
      >
        <Stack>
          <PasswordField name="value" label={text('users.password')} required />
          <GeneratePassword />
          <SwitchField name="temporary" label={text('users.temporary')} help={text('users.temporaryHelp')} />
        </Stack>
      </ResourceForm>
    </Modal>
  )
}

/** For passwords that are handed over once: 20 characters, none of which look alike. */
function GeneratePassword() {
  const text = useText()
  const { setValue } = useFormContext<z.output<typeof schema>>()
  const value: unknown = useWatch({ name: 'value' })
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconSparkles size={16} stroke={1.5} />}
        onClick={() => setValue('value', generatePassword(), { shouldDirty: true, shouldValidate: true })}
      >
        {text('credentials.generate')}
      </Button>
      {typeof value === 'string' && value !== '' ? (
        <CopyButton name={text('credentials.copyPassword')} value={value} />
      ) : null}
    </Group>
  )
}

const letters = 'abcdefghjkmnpqrstuvwxyz'
const alphabet = `${letters}${letters.toUpperCase()}23456789-_.!`

function generatePassword(): string {
  // One of each kind that password policies ask for stands at the end; the rest is drawn evenly.
  const draw = (from: string) => from[drawIndex(from.length)] ?? ''
  const body = Array.from({ length: 16 }, () => draw(alphabet)).join('')
  return body + draw(letters) + draw(letters.toUpperCase()) + draw('23456789') + draw('-_.!')
}

/** Even chances: numbers that would prefer the first characters are drawn again. */
function drawIndex(count: number): number {
  const limit = Math.floor(256 / count) * count
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < limit) return byte % count
  }
}
