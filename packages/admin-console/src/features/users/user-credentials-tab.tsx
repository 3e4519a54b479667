import { Button } from '@mantine/core'
import { IconKey, IconPencil, IconTrash } from '@tabler/icons-react'
import {
  type CredentialRepresentation,
  deleteUserCredential,
  labelUserCredential,
  listUserCredentials,
} from '@ztrust/contract/admin/users'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import type { TextOf } from '@ztrust/ui/text'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import type { Messages } from '../../messages/en.ts'
import { NameDialog } from '../../patterns/name-dialog.tsx'
import { SimpleTable } from '../../patterns/simple-table.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export interface UserCredentialsTabProps {
  readonly userId: string
  readonly onSetPassword: () => void
}

export function UserCredentialsTab({ userId, onSetPassword }: UserCredentialsTabProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const credentials = useEndpoint(listUserCredentials, { params: { realm, id: userId } })
  const remove = useEndpointMutation(deleteUserCredential, { invalidates: [listUserCredentials] })
  const label = useEndpointMutation(labelUserCredential, { invalidates: [listUserCredentials] })
  const [doomed, setDoomed] = useState<CredentialRepresentation>()
  const [renamed, setRenamed] = useState<CredentialRepresentation>()
  const nameOf = (credential: CredentialRepresentation) => credential.userLabel || typeName(credential.type, text)
  const paramsOf = (credential: CredentialRepresentation | undefined) => ({
    realm,
    id: userId,
    credential: credential?.id ?? '',
  })
  return (
    <>
      <SimpleTable
        label={text('credentials.title')}
        description={text('credentials.help')}
        answer={credentials}
        rowId={(credential) => credential.id ?? ''}
        rowName={nameOf}
        action={
          mayManage ? (
            <Button leftSection={<IconKey size={16} stroke={1.5} />} onClick={onSetPassword}>
              {text('user.setPassword')}
            </Button>
          ) : null
        }
        empty={{ icon: IconKey, title: text('credentials.empty'), description: text('credentials.emptyHelp') }}
        columns={[
          { id: 'type', header: text('credentials.type'), render: (one) => typeName(one.type, text) },
          { id: 'label', header: text('credentials.label'), render: (one) => one.userLabel ?? '' },
          { id: 'created', header: text('common.created'), render: (one) => <RelativeTime at={one.createdDate} /> },
          { id: 'data', header: text('credentials.data'), hideOnPhone: true, render: describeData },
        ]}
        rowActions={(credential) =>
          mayManage
            ? [
                { label: text('credentials.rename'), icon: IconPencil, onClick: () => setRenamed(credential) },
                {
                  label: text('credentials.delete'),
                  icon: IconTrash,
                  dangerous: true,
                  onClick: () => setDoomed(credential),
                },
              ]
            : []
        }
      />
      {renamed === undefined ? null : (
        <NameDialog
          title={text('credentials.rename')}
          label={text('credentials.label')}
          value={renamed.userLabel ?? ''}
          submitLabel={text('common.save')}
          onClose={() => setRenamed(undefined)}
          onSubmit={async (name) => {
            const body = new TextEncoder().encode(name)
            await label.mutateAsync({ params: paramsOf(renamed), body })
            toasts.success(text('credentials.renamed'))
          }}
        />
      )}
      <ConfirmDialog
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={text('credentials.deleteTitle', { name: doomed === undefined ? '' : nameOf(doomed) })}
        confirmLabel={text('credentials.delete')}
        onConfirm={async () => {
          await remove.mutateAsync({ params: paramsOf(doomed) })
          toasts.success(text('credentials.deleted'))
        }}
      >
        {text('credentials.deleteText')}
      </ConfirmDialog>
    </>
  )
}

function typeName(type: string | undefined, text: TextOf<Messages>): string {
  switch (type) {
    case 'password':
      return text('credentials.password')
    case 'otp':
      return text('credentials.otp')
    case 'webauthn':
      return text('credentials.webauthn')
    case 'webauthn-passwordless':
      return text('credentials.passkey')
    case 'recovery-authn-codes':
      return text('credentials.recovery')
    default:
      return type ?? ''
  }
}

/** `argon2, 5 iterations`: what the server tells in JSON about the credential. */
function describeData(credential: CredentialRepresentation): string {
  try {
    const data: unknown = JSON.parse(credential.credentialData ?? '{}')
    if (typeof data !== 'object' || data === null) return ''
    return Object.entries(data)
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ')
  } catch {
    return ''
  }
}
