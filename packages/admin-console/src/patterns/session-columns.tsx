import { Group, Text } from '@mantine/core'
import type { UserSessionRepresentation } from '@ztrust/contract/admin/sessions'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import type { ResourceColumn } from '@ztrust/ui/table-columns'
import { useMemo } from 'react'
import { pathTo } from '../paths.ts'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import { TextLink } from './text-link.tsx'

/** The columns of sessions, wherever they are listed. With the user it is the first one. */
export function useSessionColumns({
  withUser,
}: {
  readonly withUser: boolean
}): readonly ResourceColumn<UserSessionRepresentation>[] {
  const text = useText()
  const realm = useRealmName()
  return useMemo(() => {
    const user: ResourceColumn<UserSessionRepresentation> = {
      id: 'user',
      header: text('sessions.user'),
      render: (session) => session.username ?? session.userId,
    }
    const others: readonly ResourceColumn<UserSessionRepresentation>[] = [
      {
        id: 'ip',
        header: text('sessions.ip'),
        render: (session) => <span className="zt-tabular">{session.ipAddress}</span>,
      },
      { id: 'started', header: text('sessions.started'), render: (session) => <RelativeTime at={session.start} /> },
      { id: 'seen', header: text('sessions.lastSeen'), render: (session) => <RelativeTime at={session.lastAccess} /> },
      {
        id: 'clients',
        header: text('sessions.clients'),
        render: (session) => (
          <Group gap="xs">
            {Object.entries(session.clients).map(([id, clientId]) => (
              <TextLink key={id} to={pathTo.client(realm, id)}>
                {clientId}
              </TextLink>
            ))}
            {Object.keys(session.clients).length === 0 ? <Text c="dimmed">{text('common.none')}</Text> : null}
          </Group>
        ),
      },
    ]
    return withUser ? [user, ...others] : others
  }, [text, realm, withUser])
}
