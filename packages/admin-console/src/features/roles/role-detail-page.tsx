import { Badge } from '@mantine/core'
import { IconShieldCheck, IconTrash } from '@tabler/icons-react'
import { getClient } from '@ztrust/contract/admin/clients'
import {
  getRoleById,
  listClientRoles,
  listRealmRoles,
  type RoleRepresentation,
  updateRoleById,
} from '@ztrust/contract/admin/roles'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { DetailTabs } from '@ztrust/ui/detail-tabs.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { AttributesForm } from '../../patterns/attributes-form.tsx'
import { DetailFailure } from '../../patterns/detail-failure.tsx'
import { DetailSkeleton } from '../../patterns/detail-skeleton.tsx'
import { Figure } from '../../patterns/figure.tsx'
import { Page } from '../../patterns/page.tsx'
import { useRealmName, useResourceId, useTab } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { DeleteRoleDialog } from './delete-role-dialog.tsx'
import { RoleCompositesTab } from './role-composites-tab.tsx'
import { RoleDetailsTab } from './role-details-tab.tsx'
import { RoleUsersTab } from './role-users-tab.tsx'

const tabs = ['details', 'attributes', 'composites', 'users'] as const

/** Realm roles and client roles alike: both are found by id. */
export function RoleDetailPage() {
  const realm = useRealmName()
  const id = useResourceId()
  const text = useText()
  const role = useEndpoint(getRoleById, { params: { realm, id } })
  if (role.data !== undefined) return <RolePage role={role.data} />
  if (role.error !== null) {
    return (
      <DetailFailure
        list={text('roles.title')}
        listPath={pathTo.roles(realm)}
        error={role.error}
        onRetry={role.refetch}
      />
    )
  }
  return <DetailSkeleton />
}

function RolePage({ role }: { readonly role: RoleRepresentation }) {
  const realm = useRealmName()
  const id = role.id ?? ''
  const tab = useTab(tabs)
  const text = useText()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const { mayAny } = useAccess()
  const isClientRole = role.clientRole === true
  const mayManage = mayAny(isClientRole ? 'manage-clients' : 'manage-realm')
  const client = useEndpoint(
    getClient,
    { params: { realm, id: role.containerId ?? '' } },
    { enabled: isClientRole, staleTime: 60_000 },
  )
  const update = useEndpointMutation(updateRoleById, { invalidates: [getRoleById, listRealmRoles, listClientRoles] })
  const [isDeleting, setDeleting] = useState(false)
  const listPath = isClientRole ? pathTo.client(realm, role.containerId ?? '', 'roles') : pathTo.roles(realm)
  return (
    <Page
      title={role.name ?? ''}
      figure={<Figure icon={IconShieldCheck} />}
      parents={
        isClientRole
          ? [
              { label: text('clients.title'), path: pathTo.clients(realm) },
              { label: client.data?.clientId ?? '…', path: listPath },
            ]
          : [{ label: text('roles.title'), path: listPath }]
      }
      badges={
        <>
          {isClientRole ? <Badge>{text('role.clientRoleOf', { client: client.data?.clientId ?? '…' })}</Badge> : null}
          {role.composite === true ? <StateBadge tone="info">{text('roles.composite')}</StateBadge> : null}
        </>
      }
      copy={{ name: text('common.id'), value: id }}
      menu={
        mayManage
          ? [{ label: text('role.delete'), icon: IconTrash, dangerous: true, onClick: () => setDeleting(true) }]
          : []
      }
    >
      <DetailTabs
        label={text('role.tabs')}
        value={tab}
        tabs={tabs.map((value) => ({ value, label: text(`role.${value}`), path: pathTo.role(realm, id, value) }))}
      >
        {tab === 'details' ? (
          <RoleDetailsTab role={role} isReadOnly={!mayManage} onDelete={() => setDeleting(true)} />
        ) : null}
        {tab === 'attributes' ? (
          <AttributesForm
            attributes={role.attributes ?? {}}
            isReadOnly={!mayManage}
            onSave={async (attributes) => {
              const { name, description } = role
              await update.mutateAsync({ params: { realm, id }, body: { name, description, attributes } })
              toasts.success(text('role.saved'))
            }}
          />
        ) : null}
        {tab === 'composites' ? <RoleCompositesTab role={role} isReadOnly={!mayManage} /> : null}
        {tab === 'users' ? <RoleUsersTab role={role} /> : null}
      </DetailTabs>
      <DeleteRoleDialog
        role={isDeleting ? role : undefined}
        onClose={() => setDeleting(false)}
        onDeleted={() => navigate(listPath)}
      />
    </Page>
  )
}
