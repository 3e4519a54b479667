import { Stack, Text } from '@mantine/core'
import { getServiceAccountUser } from '@ztrust/contract/admin/clients'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { pathTo } from '../../paths.ts'
import { DetailSkeleton } from '../../patterns/detail-skeleton.tsx'
import { RoleMappingPanel } from '../../patterns/role-mapping-panel.tsx'
import { TextLink } from '../../patterns/text-link.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

/** Roles of the user that the client is when it acts for itself. */
export function ClientServiceAccountTab({ clientId }: { readonly clientId: string }) {
  const text = useText()
  const realm = useRealmName()
  const mayManage = useAccess().mayAny('manage-users')
  const user = useEndpoint(getServiceAccountUser, { params: { realm, id: clientId } })
  if (user.error !== null) return <ErrorState error={user.error} onRetry={() => void user.refetch()} />
  if (user.data === undefined) return <DetailSkeleton />
  const id = user.data.id ?? ''
  return (
    <Stack>
      <Text c="dimmed">
        {text('serviceAccount.help')}{' '}
        <TextLink to={pathTo.user(realm, id)}>{text('serviceAccount.open', { name: user.data.username })}</TextLink>
      </Text>
      <RoleMappingPanel kind="user" id={id} isReadOnly={!mayManage} />
    </Stack>
  )
}
