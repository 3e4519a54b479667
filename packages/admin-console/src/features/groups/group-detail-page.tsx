import { IconTrash, IconUsersGroup } from '@tabler/icons-react'
import {
  deleteGroup,
  type GroupRepresentation,
  getGroup,
  listChildGroups,
  listGroups,
  updateGroup,
} from '@ztrust/contract/admin/groups'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { DetailTabs } from '@ztrust/ui/detail-tabs.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { AttributesForm } from '../../patterns/attributes-form.tsx'
import { DetailFailure } from '../../patterns/detail-failure.tsx'
import { DetailSkeleton } from '../../patterns/detail-skeleton.tsx'
import { Figure } from '../../patterns/figure.tsx'
import { Page } from '../../patterns/page.tsx'
import { RoleMappingPanel } from '../../patterns/role-mapping-panel.tsx'
import { useRealmName, useResourceId, useTab } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { GroupChildrenTab } from './group-children-tab.tsx'
import { GroupDetailsTab } from './group-details-tab.tsx'
import { GroupMembersTab } from './group-members-tab.tsx'

const tabs = ['members', 'children', 'attributes', 'roles', 'details'] as const

export function GroupDetailPage() {
  const realm = useRealmName()
  const id = useResourceId()
  const text = useText()
  const group = useEndpoint(getGroup, { params: { realm, id } })
  if (group.data !== undefined) return <GroupPage group={group.data} />
  if (group.error !== null) {
    return (
      <DetailFailure
        list={text('groups.title')}
        listPath={pathTo.groups(realm)}
        error={group.error}
        onRetry={group.refetch}
      />
    )
  }
  return <DetailSkeleton />
}

function GroupPage({ group }: { readonly group: GroupRepresentation }) {
  const realm = useRealmName()
  const id = group.id ?? ''
  const tab = useTab(tabs)
  const text = useText()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const mayManage = useAccess().mayAny('manage-users')
  const [isDeleting, setDeleting] = useState(false)
  const update = useEndpointMutation(updateGroup, { invalidates: [getGroup, listGroups] })
  const remove = useEndpointMutation(deleteGroup, { invalidates: [listGroups, listChildGroups] })
  const children = group.subGroupCount ?? 0
  const parents = [{ label: text('groups.title'), path: pathTo.groups(realm) }]
  return (
    <Page
      title={group.name ?? ''}
      figure={<Figure icon={IconUsersGroup} />}
      parents={
        group.parentId === undefined
          ? parents
          : [...parents, { label: parentName(group), path: pathTo.group(realm, group.parentId, 'children') }]
      }
      copy={{ name: text('user.groupPath'), value: group.path ?? '' }}
      menu={
        mayManage
          ? [{ label: text('group.delete'), icon: IconTrash, dangerous: true, onClick: () => setDeleting(true) }]
          : []
      }
    >
      <DetailTabs
        label={text('group.tabs')}
        value={tab}
        tabs={tabs.map((value) => ({ value, label: text(`group.${value}`), path: pathTo.group(realm, id, value) }))}
      >
        {tab === 'members' ? <GroupMembersTab groupId={id} /> : null}
        {tab === 'children' ? <GroupChildrenTab groupId={id} /> : null}
        {tab === 'attributes' ? (
          <AttributesForm
            attributes={group.attributes ?? {}}
            isReadOnly={!mayManage}
            onSave={async (attributes) => {
              const { name, description } = group
              await update.mutateAsync({ params: { realm, id }, body: { name, description, attributes } })
              toasts.success(text('group.attributesSaved'))
            }}
          />
        ) : null}
        {tab === 'roles' ? <RoleMappingPanel kind="group" id={id} isReadOnly={!mayManage} /> : null}
        {tab === 'details' ? <GroupDetailsTab group={group} onDelete={() => setDeleting(true)} /> : null}
      </DetailTabs>
      <ConfirmDialog
        opened={isDeleting}
        onClose={() => setDeleting(false)}
        title={text('group.deleteTitle', { name: group.name })}
        confirmLabel={text('group.delete')}
        consequences={[
          ...(children > 0 ? [text('group.goesChildren', { count: children })] : []),
          text('group.goesMembers'),
        ]}
        onConfirm={async () => {
          await remove.mutateAsync({ params: { realm, id } })
          toasts.success(text('group.deleted', { name: group.name }))
          navigate(group.parentId === undefined ? pathTo.groups(realm) : pathTo.group(realm, group.parentId))
        }}
      >
        {text('group.deleteText')}
      </ConfirmDialog>
    </Page>
  )
}

function parentName(group: GroupRepresentation): string {
  return group.path?.split('/').at(-2) ?? '…'
}
