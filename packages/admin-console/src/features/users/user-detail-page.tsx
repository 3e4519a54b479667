import { Button } from '@mantine/core'
import { IconKey, IconLock, IconLockOpen, IconLogout, IconTrash } from '@tabler/icons-react'
import { getUser, listUserSessions, listUsers, type UserRepresentation } from '@ztrust/contract/admin/users'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { Avatar } from '@ztrust/ui/avatar.tsx'
import { DetailTabs } from '@ztrust/ui/detail-tabs.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useInvalidate } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { DetailFailure } from '../../patterns/detail-failure.tsx'
import { DetailSkeleton } from '../../patterns/detail-skeleton.tsx'
import { Page } from '../../patterns/page.tsx'
import { RoleMappingPanel } from '../../patterns/role-mapping-panel.tsx'
import { useRealmName, useResourceId, useTab } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { DeleteUsersDialog } from './delete-users-dialog.tsx'
import { SetPasswordDialog } from './set-password-dialog.tsx'
import { useUser } from './use-user.ts'
import { useUserActions } from './use-user-actions.ts'
import { UserAttributesTab } from './user-attributes-tab.tsx'
import { UserCredentialsTab } from './user-credentials-tab.tsx'
import { UserDetailsTab } from './user-details-tab.tsx'
import { UserDevicesTab } from './user-devices-tab.tsx'
import { UserGroupsTab } from './user-groups-tab.tsx'
import { UserLock } from './user-lock.tsx'
import { fullNameOf } from './user-name.ts'
import { UserSessionsTab } from './user-sessions-tab.tsx'

const tabs = ['details', 'attributes', 'credentials', 'roles', 'groups', 'sessions', 'devices'] as const

export function UserDetailPage() {
  const realm = useRealmName()
  const id = useResourceId()
  const text = useText()
  const user = useUser(realm, id)
  if (user.data !== undefined) return <UserPage user={user.data} />
  if (user.error !== null) {
    return (
      <DetailFailure
        list={text('users.title')}
        listPath={pathTo.users(realm)}
        error={user.error}
        onRetry={user.refetch}
      />
    )
  }
  return <DetailSkeleton />
}

function UserPage({ user }: { readonly user: UserRepresentation }) {
  const realm = useRealmName()
  const id = user.id ?? ''
  const tab = useTab(tabs)
  const text = useText()
  const toasts = useToasts()
  const actions = useUserActions()
  const invalidate = useInvalidate()
  const { navigate } = useAppNavigation()
  const mayManage = useAccess().mayAny('manage-users')
  const [isSettingPassword, setSettingPassword] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const isEnabled = user.enabled !== false

  const run = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work()
      toasts.success(done)
    } catch (error) {
      toasts.failure(error)
    }
    await invalidate(getUser, listUsers, listUserSessions)
  }
  const menu = [
    {
      label: text(isEnabled ? 'users.disable' : 'users.enable'),
      icon: isEnabled ? IconLock : IconLockOpen,
      onClick: () =>
        void run(
          () => actions.setEnabled([user], !isEnabled),
          text(isEnabled ? 'users.disabledToast' : 'users.enabledToast', { count: 1 }),
        ),
    },
    {
      label: text('users.signOutAll'),
      icon: IconLogout,
      onClick: () => void run(() => actions.signOut(user), text('users.signedOut', { name: user.username })),
    },
    { label: text('users.delete'), icon: IconTrash, dangerous: true, onClick: () => setDeleting(true) },
  ]
  return (
    <Page
      title={fullNameOf(user)}
      parents={[{ label: text('users.title'), path: pathTo.users(realm) }]}
      figure={<Avatar name={fullNameOf(user)} photoUrl={user.photoUrl} size={56} />}
      badges={
        <>
          <StateBadge tone={isEnabled ? 'positive' : 'neutral'}>
            {text(isEnabled ? 'common.enabled' : 'common.disabled')}
          </StateBadge>
          {user.serviceAccountClientId === undefined ? null : (
            <StateBadge tone="info">{text('user.serviceAccount')}</StateBadge>
          )}
        </>
      }
      copy={{ name: text('common.id'), value: id }}
      actions={
        mayManage ? (
          <Button
            variant="default"
            leftSection={<IconKey size={16} stroke={1.5} />}
            onClick={() => setSettingPassword(true)}
          >
            {text('user.setPassword')}
          </Button>
        ) : null
      }
      menu={mayManage ? menu : []}
    >
      <UserLock userId={id} />
      <DetailTabs
        label={text('user.tabs')}
        value={tab}
        tabs={tabs.map((value) => ({ value, label: text(`user.${value}`), path: pathTo.user(realm, id, value) }))}
      >
        {tab === 'details' ? <UserDetailsTab user={user} onDelete={() => setDeleting(true)} /> : null}
        {tab === 'attributes' ? <UserAttributesTab user={user} /> : null}
        {tab === 'credentials' ? (
          <UserCredentialsTab userId={id} onSetPassword={() => setSettingPassword(true)} />
        ) : null}
        {tab === 'roles' ? <RoleMappingPanel kind="user" id={id} isReadOnly={!mayManage} /> : null}
        {tab === 'groups' ? <UserGroupsTab userId={id} /> : null}
        {tab === 'sessions' ? <UserSessionsTab user={user} /> : null}
        {tab === 'devices' ? <UserDevicesTab userId={id} /> : null}
      </DetailTabs>
      {isSettingPassword ? <SetPasswordDialog user={user} onClose={() => setSettingPassword(false)} /> : null}
      <DeleteUsersDialog
        users={isDeleting ? [user] : []}
        onClose={() => setDeleting(false)}
        onDeleted={() => navigate(pathTo.users(realm))}
      />
    </Page>
  )
}
