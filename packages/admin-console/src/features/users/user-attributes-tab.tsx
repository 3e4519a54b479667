import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import {
  getUser,
  getUserProfileConfig,
  getUserUnmanagedAttributes,
  type UserRepresentation,
  updateUser,
  updateUserProfileConfig,
} from '@ztrust/contract/admin/users'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { AttributesForm } from '../../patterns/attributes-form.tsx'
import { DetailSkeleton } from '../../patterns/detail-skeleton.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

/** Attributes that the user profile does not know: shown when the realm allows them at all. */
export function UserAttributesTab({ user }: { readonly user: UserRepresentation }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const { mayAny } = useAccess()
  const params = { realm, id: user.id ?? '' }
  const unmanaged = useEndpoint(getUserUnmanagedAttributes, { params })
  const config = useEndpoint(
    getUserProfileConfig,
    { params: { realm } },
    { enabled: mayAny('view-realm', 'manage-realm') },
  )
  const update = useEndpointMutation(updateUser, { invalidates: [getUser, getUserUnmanagedAttributes] })
  const allow = useEndpointMutation(updateUserProfileConfig, {
    invalidates: [getUserProfileConfig],
    onSuccess: () => toasts.success(text('user.unmanagedAllowed')),
    onError: toasts.failure,
  })
  if (unmanaged.error !== null) return <ErrorState error={unmanaged.error} onRetry={() => void unmanaged.refetch()} />
  if (unmanaged.data === undefined) return <DetailSkeleton />
  const policy = config.data?.unmanagedAttributePolicy
  const isRefused = config.data !== undefined && (policy === undefined || policy === 'DISABLED')
  const profileConfig = config.data
  const managed = Object.entries(user.attributes ?? {}).filter(([name]) => unmanaged.data[name] === undefined)

  if (isRefused) {
    return (
      <Alert color="blue" icon={<IconInfoCircle size={18} stroke={1.5} />} title={text('user.unmanagedOff')} maw={640}>
        <Stack gap="sm" align="flex-start">
          <Text>{text('user.unmanagedOffHelp')}</Text>
          {mayAny('manage-realm') && profileConfig !== undefined ? (
            <Button
              variant="default"
              loading={allow.isPending}
              onClick={() =>
                allow.mutate({
                  params: { realm },
                  body: { ...profileConfig, unmanagedAttributePolicy: 'ADMIN_EDIT' },
                })
              }
            >
              {text('user.unmanagedAllow')}
            </Button>
          ) : null}
        </Stack>
      </Alert>
    )
  }
  return (
    <Stack>
      <Text c="dimmed">{text('user.attributesManaged')}</Text>
      <AttributesForm
        attributes={unmanaged.data}
        isReadOnly={!mayAny('manage-users') || policy === 'ADMIN_VIEW'}
        onSave={async (attributes) => {
          await update.mutateAsync({
            params,
            body: { ...withoutMetadata(user), attributes: { ...Object.fromEntries(managed), ...attributes } },
          })
          toasts.success(text('user.attributesSaved'))
        }}
      />
    </Stack>
  )
}

/** The update checks the whole profile, so the names and the address go along. */
function withoutMetadata({ username, email, firstName, lastName }: UserRepresentation): UserRepresentation {
  return { username, email, firstName, lastName }
}
