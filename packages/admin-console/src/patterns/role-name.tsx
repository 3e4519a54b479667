import { Badge, Group } from '@mantine/core'
import { getClient } from '@ztrust/contract/admin/clients'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../route-parameters.ts'

/** The name of a role, with the client it belongs to. */
export function RoleName({ role }: { readonly role: RoleRepresentation }) {
  const realm = useRealmName()
  const isClientRole = role.clientRole === true && role.containerId !== undefined
  const client = useEndpoint(
    getClient,
    { params: { realm, id: role.containerId ?? '' } },
    { enabled: isClientRole, staleTime: 60_000 },
  )
  return (
    <Group gap="xs" component="span" wrap="nowrap">
      {isClientRole ? <Badge>{client.data?.clientId ?? '…'}</Badge> : null}
      <span>{role.name}</span>
    </Group>
  )
}
