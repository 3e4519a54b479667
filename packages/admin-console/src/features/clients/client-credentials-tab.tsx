import { ActionIcon, Alert, Button, Group, Skeleton, Text, TextInput } from '@mantine/core'
import { IconEye, IconEyeOff, IconLock, IconRefresh } from '@tabler/icons-react'
import { type ClientRepresentation, getClientSecret, regenerateClientSecret } from '@ztrust/contract/admin/clients'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { CopyButton } from '@ztrust/ui/copy-button.tsx'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export function ClientCredentialsTab({ client }: { readonly client: ClientRepresentation }) {
  const text = useText()
  const mayManage = useAccess().mayAny('manage-clients')
  if (client.publicClient === true || client.bearerOnly === true) {
    return <EmptyState icon={IconLock} title={text('secret.publicTitle')} description={text('secret.publicHelp')} />
  }
  if (!mayManage) return <Alert color="blue">{text('secret.hidden')}</Alert>
  return <SecretCard client={client} />
}

function SecretCard({ client }: { readonly client: ClientRepresentation }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const params = { realm, id: client.id ?? '' }
  const secret = useEndpoint(getClientSecret, { params })
  const regenerate = useEndpointMutation(regenerateClientSecret, { invalidates: [getClientSecret] })
  const [isShown, setShown] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const value = secret.data?.value ?? ''
  return (
    <SectionCard title={text('secret.title')} description={text('secret.help')}>
      {secret.error !== null ? (
        <ErrorState error={secret.error} onRetry={() => void secret.refetch()} />
      ) : secret.data === undefined ? (
        <Skeleton height={36} maw={640} />
      ) : (
        <Group gap="xs" maw={640} wrap="nowrap">
          <TextInput
            flex={1}
            readOnly
            type={isShown ? 'text' : 'password'}
            value={value}
            aria-label={text('secret.name')}
            autoComplete="off"
            ff="monospace"
            onFocus={(event) => event.currentTarget.select()}
            rightSection={
              <ActionIcon
                size="sm"
                aria-label={text(isShown ? 'secret.hide' : 'secret.show')}
                onClick={() => setShown(!isShown)}
              >
                {isShown ? <IconEyeOff size={16} stroke={1.5} /> : <IconEye size={16} stroke={1.5} />}
              </ActionIcon>
            }
          />
          <CopyButton name={text('secret.name')} value={value} />
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} stroke={1.5} />}
            onClick={() => setAsking(true)}
          >
            {text('secret.regenerate')}
          </Button>
        </Group>
      )}
      {value === '' && secret.data !== undefined ? <Text c="dimmed">{text('common.none')}</Text> : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={text('secret.regenerateTitle', { name: client.clientId })}
        confirmLabel={text('secret.regenerate')}
        onConfirm={async () => {
          await regenerate.mutateAsync({ params })
          toasts.success(text('secret.regenerated'))
        }}
      >
        {text('secret.regenerateText')}
      </ConfirmDialog>
    </SectionCard>
  )
}
