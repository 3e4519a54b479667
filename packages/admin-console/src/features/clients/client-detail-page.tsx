import { IconApps, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react'
import { type ClientRepresentation, getClient, listClients, updateClient } from '@ztrust/contract/admin/clients'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { DetailTabs } from '@ztrust/ui/detail-tabs.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { DetailFailure } from '../../patterns/detail-failure.tsx'
import { DetailSkeleton } from '../../patterns/detail-skeleton.tsx'
import { Figure } from '../../patterns/figure.tsx'
import { Page } from '../../patterns/page.tsx'
import { useRealmName, useResourceId, useTab } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { ClientConnectTab } from './client-connect-tab.tsx'
import { ClientCredentialsTab } from './client-credentials-tab.tsx'
import { plainName } from './client-kind.ts'
import { ClientRolesTab } from './client-roles-tab.tsx'
import { ClientScopesTab } from './client-scopes-tab.tsx'
import { ClientServiceAccountTab } from './client-service-account-tab.tsx'
import { ClientSessionsTab } from './client-sessions-tab.tsx'
import { ClientSettingsTab } from './client-settings-tab.tsx'
import { DeleteClientDialog } from './delete-client-dialog.tsx'

const tabs = ['settings', 'connect', 'credentials', 'roles', 'scopes', 'sessions', 'service-account'] as const

export function ClientDetailPage() {
  const realm = useRealmName()
  const id = useResourceId()
  const text = useText()
  const client = useEndpoint(getClient, { params: { realm, id } })
  if (client.data !== undefined) return <ClientPage client={client.data} />
  if (client.error !== null) {
    return (
      <DetailFailure
        list={text('clients.title')}
        listPath={pathTo.clients(realm)}
        error={client.error}
        onRetry={client.refetch}
      />
    )
  }
  return <DetailSkeleton />
}

function ClientPage({ client }: { readonly client: ClientRepresentation }) {
  const realm = useRealmName()
  const id = client.id ?? ''
  const text = useText()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const mayManage = useAccess().mayAny('manage-clients')
  const [isDeleting, setDeleting] = useState(false)
  const update = useEndpointMutation(updateClient, { invalidates: [getClient, listClients] })
  const tab = useTab(tabs)
  const isEnabled = client.enabled !== false
  const shown = tabs.filter(
    (one) =>
      (one !== 'credentials' || (client.publicClient !== true && client.bearerOnly !== true)) &&
      (one !== 'service-account' || client.serviceAccountsEnabled === true),
  )

  const setEnabled = async (enabled: boolean) => {
    try {
      await update.mutateAsync({ params: { realm, id }, body: { clientId: client.clientId, enabled } })
      toasts.success(text(enabled ? 'clients.enabledToast' : 'clients.disabledToast', { name: client.clientId }))
    } catch (error) {
      toasts.failure(error)
    }
  }
  return (
    <Page
      title={plainName(client)}
      figure={<Figure icon={IconApps} />}
      parents={[{ label: text('clients.title'), path: pathTo.clients(realm) }]}
      badges={
        <StateBadge tone={isEnabled ? 'positive' : 'neutral'}>
          {text(isEnabled ? 'common.enabled' : 'common.disabled')}
        </StateBadge>
      }
      copy={{ name: text('clients.clientId'), value: client.clientId ?? '' }}
      menu={
        mayManage
          ? [
              {
                label: text(isEnabled ? 'client.disable' : 'client.enable'),
                icon: isEnabled ? IconLock : IconLockOpen,
                onClick: () => void setEnabled(!isEnabled),
              },
              { label: text('clients.delete'), icon: IconTrash, dangerous: true, onClick: () => setDeleting(true) },
            ]
          : []
      }
    >
      <DetailTabs
        label={text('client.tabs')}
        value={tab}
        tabs={shown.map((value) => ({ value, label: text(`client.${value}`), path: pathTo.client(realm, id, value) }))}
      >
        {tab === 'settings' ? <ClientSettingsTab client={client} onDelete={() => setDeleting(true)} /> : null}
        {tab === 'connect' ? <ClientConnectTab client={client} /> : null}
        {tab === 'credentials' ? <ClientCredentialsTab client={client} /> : null}
        {tab === 'roles' ? <ClientRolesTab clientId={id} /> : null}
        {tab === 'scopes' ? <ClientScopesTab clientId={id} /> : null}
        {tab === 'sessions' ? <ClientSessionsTab clientId={id} /> : null}
        {tab === 'service-account' && client.serviceAccountsEnabled === true ? (
          <ClientServiceAccountTab clientId={id} />
        ) : null}
      </DetailTabs>
      <DeleteClientDialog
        client={isDeleting ? client : undefined}
        onClose={() => setDeleting(false)}
        onDeleted={() => navigate(pathTo.clients(realm))}
      />
    </Page>
  )
}
