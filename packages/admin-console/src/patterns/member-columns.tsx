import type { UserRepresentation } from '@ztrust/contract/admin/users'
import type { ResourceColumn } from '@ztrust/ui/table-columns'
import { useMemo } from 'react'
import { useText } from '../text.ts'

/** The columns of users where they are listed as part of something else. */
export function useMemberColumns(): readonly ResourceColumn<UserRepresentation>[] {
  const text = useText()
  return useMemo(
    () => [
      { id: 'username', header: text('users.username'), render: (user) => user.username },
      {
        id: 'name',
        header: text('common.name'),
        render: (user) => [user.firstName, user.lastName].filter(Boolean).join(' '),
      },
      { id: 'email', header: text('users.email'), render: (user) => user.email },
    ],
    [text],
  )
}
