import { Group } from '@mantine/core'
import { IconApps, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react'
import { type ClientRepresentation, listClients, updateClient } from '@ztrust/contract/admin/clients'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import type { RowAction } from '@ztrust/ui/row-menu.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { Page } from '../../patterns/page.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { ClientLink, ClientTypeText } from './client-cells.tsx'
import { plainName } from './client-kind.ts'
import { DeleteClientDialog } from './delete-client-dialog.tsx'

export function ClientsPage() {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const { mayAny } = useAccess()
  const mayManage = mayAny('manage-clients')
  const [state, changeState] = useTableState()
  const { first, max, search } = toPageQuery(state)
  const clients = useEndpoint(
    listClients,
    { params: { realm }, query: { first, max, ...(search === undefined ? {} : { clientId: search, search: true }) } },
    { keepPrevious: true },
  )
  const update = useEndpointMutation(updateClient, { invalidates: [listClients] })
  const [doomed, setDoomed] = useState<ClientRepresentation>()

  const setEnabled = async (client: ClientRepresentation, enabled: boolean) => {
    const send = (value: boolean) =>
      update.mutateAsync({
        params: { realm, id: client.id ?? '' },
        body: { clientId: client.clientId, enabled: value },
      })
    try {
      await send(enabled)
      toasts.success(text(enabled ? 'clients.enabledToast' : 'clients.disabledToast', { name: client.clientId }), {
        undo: () => send(!enabled),
      })
    } catch (error) {
      toasts.failure(error)
    }
  }
  const rowActions = (client: ClientRepresentation): readonly RowAction[] => [
    client.enabled === false
      ? { label: text('client.enable'), icon: IconLockOpen, onClick: () => void setEnabled(client, true) }
      : { label: text('client.disable'), icon: IconLock, onClick: () => void setEnabled(client, false) },
    { label: text('clients.delete'), icon: IconTrash, dangerous: true, onClick: () => setDoomed(client) },
  ]
  return (
    <Page title={text('clients.title')} description={text('clients.help')}>
      <ResourceTable<ClientRepresentation>
        id="clients"
        label={text('clients.title')}
        state={state}
        onStateChange={changeState}
        rows={clients.data}
        isUpdating={clients.isPlaceholderData}
        error={clients.error}
        onRetry={() => void clients.refetch()}
        rowId={(client) => client.id ?? ''}
        rowName={(client) => client.clientId ?? ''}
        rowPath={(client) => pathTo.client(realm, client.id ?? '')}
        searchPlaceholder={text('clients.search')}
        empty={{ icon: IconApps, title: text('clients.emptyTitle'), description: text('clients.emptyHelp') }}
        columns={[
          {
            id: 'clientId',
            header: text('clients.clientId'),
            render: (client) => (
              <Group gap="xs" component="span">
                {client.clientId}
                {client.enabled === false ? <StateBadge tone="neutral">{text('common.disabled')}</StateBadge> : null}
              </Group>
            ),
          },
          { id: 'name', header: text('common.name'), render: (client) => (client.name ? plainName(client) : '') },
          {
            id: 'type',
            header: text('clients.type'),
            width: '9rem',
            render: (client) => <ClientTypeText client={client} />,
          },
          {
            id: 'homeUrl',
            header: text('clients.homeUrl'),
            hideOnPhone: true,
            render: (client) => <ClientLink client={client} />,
          },
          {
            id: 'description',
            header: text('common.description'),
            initiallyHidden: true,
            render: (client) => client.description,
          },
        ]}
        {...(mayAny('manage-clients', 'create-client')
          ? { create: { label: text('clients.create'), path: pathTo.newClient(realm) } }
          : {})}
        {...(mayManage ? { rowActions } : {})}
      />
      <DeleteClientDialog client={doomed} onClose={() => setDoomed(undefined)} />
    </Page>
  )
}
