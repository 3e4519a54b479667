import { Group } from '@mantine/core'
import type { UserRepresentation } from '@ztrust/contract/admin/users'
import { Avatar } from '@ztrust/ui/avatar.tsx'
import { CopyText } from '@ztrust/ui/copy-button.tsx'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import type { ResourceColumn } from '@ztrust/ui/table-columns'
import { useMemo } from 'react'
import { useText } from '../../text.ts'
import classes from './user-columns.module.css'
import { fullNameOf } from './user-name.ts'

export function useUserColumns(): readonly ResourceColumn<UserRepresentation>[] {
  const text = useText()
  return useMemo(
    () => [
      {
        id: 'username',
        header: text('users.username'),
        render: (user) => (
          <Group gap="xs" wrap="nowrap" component="span">
            <Avatar name={fullNameOf(user)} size={28} decorative />
            <span className={`zt-truncate ${classes['text']}`} title={user.username}>
              {user.username}
            </span>
          </Group>
        ),
      },
      {
        id: 'name',
        header: text('common.name'),
        render: (user) => (
          <span className={`zt-truncate ${classes['text']}`}>
            {[user.firstName, user.lastName].filter(Boolean).join(' ')}
          </span>
        ),
      },
      {
        id: 'email',
        header: text('users.email'),
        render: (user) => (
          <span className={`zt-truncate ${classes['text']}`} title={user.email}>
            {user.email}
          </span>
        ),
      },
      {
        id: 'emailVerified',
        header: text('users.emailVerified'),
        initiallyHidden: true,
        render: (user) => text(user.emailVerified === true ? 'common.yes' : 'common.no'),
      },
      {
        id: 'status',
        header: text('common.status'),
        width: '9rem',
        render: (user) =>
          user.enabled === false ? (
            <StateBadge tone="neutral">{text('common.disabled')}</StateBadge>
          ) : (
            <StateBadge tone="positive">{text('common.enabled')}</StateBadge>
          ),
      },
      {
        id: 'created',
        header: text('common.created'),
        width: '10rem',
        hideOnPhone: true,
        render: (user) => <RelativeTime at={user.createdTimestamp} />,
      },
      {
        id: 'id',
        header: text('common.id'),
        initiallyHidden: true,
        hideOnPhone: true,
        render: (user) => <CopyText name={text('common.id')} value={user.id ?? ''} />,
      },
    ],
    [text],
  )
}
