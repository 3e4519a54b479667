import { Button } from '@mantine/core'
import { IconDoorExit, IconUsersGroup, IconUsersPlus } from '@tabler/icons-react'
import type { GroupRepresentation } from '@ztrust/contract/admin/groups'
import { joinUserGroup, leaveUserGroup, listUserGroups } from '@ztrust/contract/admin/users'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { GroupPickerDialog } from '../../patterns/group-picker-dialog.tsx'
import { SimpleTable } from '../../patterns/simple-table.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export function UserGroupsTab({ userId }: { readonly userId: string }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const groups = useEndpoint(listUserGroups, { params: { realm, id: userId }, query: { first: 0, max: 1000 } })
  const invalidates = [listUserGroups]
  const join = useEndpointMutation(joinUserGroup, { invalidates })
  const leave = useEndpointMutation(leaveUserGroup, { invalidates })
  const [isPicking, setPicking] = useState(false)
  const paramsOf = (group: GroupRepresentation) => ({ realm, id: userId, group: group.id ?? '' })

  const leaveGroup = async (group: GroupRepresentation) => {
    try {
      await leave.mutateAsync({ params: paramsOf(group) })
      toasts.success(text('user.left', { name: group.name }), {
        undo: () => join.mutateAsync({ params: paramsOf(group) }),
      })
    } catch (error) {
      toasts.failure(error)
    }
  }
  return (
    <>
      <SimpleTable<GroupRepresentation>
        label={text('user.groups')}
        description={text('user.groupsHelp')}
        answer={groups}
        rowId={(group) => group.id ?? ''}
        rowName={(group) => group.name ?? ''}
        rowPath={(group) => pathTo.group(realm, group.id ?? '')}
        action={
          mayManage ? (
            <Button leftSection={<IconUsersPlus size={16} stroke={1.5} />} onClick={() => setPicking(true)}>
              {text('user.join')}
            </Button>
          ) : null
        }
        empty={{ icon: IconUsersGroup, title: text('user.groupsEmpty'), description: text('user.groupsEmptyHelp') }}
        columns={[
          { id: 'name', header: text('common.name'), render: (group) => group.name },
          { id: 'path', header: text('user.groupPath'), render: (group) => <code>{group.path}</code> },
        ]}
        rowActions={(group) =>
          mayManage ? [{ label: text('user.leave'), icon: IconDoorExit, onClick: () => void leaveGroup(group) }] : []
        }
      />
      {isPicking ? (
        <GroupPickerDialog
          title={text('user.join')}
          taken={new Set((groups.data ?? []).flatMap((group) => group.id ?? []))}
          onClose={() => setPicking(false)}
          onPick={async (group) => {
            await join.mutateAsync({ params: paramsOf(group) })
            toasts.success(text('user.joined', { name: group.name }))
          }}
        />
      ) : null}
    </>
  )
}
