import { Button } from '@mantine/core'
import { IconUserMinus, IconUserPlus } from '@tabler/icons-react'
import { listGroupMembers } from '@ztrust/contract/admin/groups'
import { joinUserGroup, leaveUserGroup, type UserRepresentation } from '@ztrust/contract/admin/users'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { useMemberColumns } from '../../patterns/member-columns.tsx'
import { UserPickerDialog } from '../../patterns/user-picker-dialog.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export function GroupMembersTab({ groupId }: { readonly groupId: string }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const [state, changeState] = useTableState()
  const { first, max } = toPageQuery(state)
  const members = useEndpoint(
    listGroupMembers,
    { params: { realm, id: groupId }, query: { first, max, briefRepresentation: true } },
    { keepPrevious: true },
  )
  const columns = useMemberColumns()
  const invalidates = [listGroupMembers]
  const join = useEndpointMutation(joinUserGroup, { invalidates })
  const leave = useEndpointMutation(leaveUserGroup, { invalidates })
  const [isPicking, setPicking] = useState(false)
  const paramsOf = (user: UserRepresentation) => ({ realm, id: user.id ?? '', group: groupId })

  const takeOut = async (user: UserRepresentation) => {
    try {
      await leave.mutateAsync({ params: paramsOf(user) })
      toasts.success(text('group.memberRemoved', { name: user.username }), {
        undo: () => join.mutateAsync({ params: paramsOf(user) }),
      })
    } catch (error) {
      toasts.failure(error)
    }
  }
  const add = (
    <Button leftSection={<IconUserPlus size={16} stroke={1.5} />} onClick={() => setPicking(true)}>
      {text('group.addMember')}
    </Button>
  )
  return (
    <>
      <ResourceTable<UserRepresentation>
        id="group-members"
        label={text('group.members')}
        columns={columns}
        state={state}
        onStateChange={changeState}
        rows={members.data}
        isUpdating={members.isPlaceholderData}
        error={members.error}
        onRetry={() => void members.refetch()}
        rowId={(user) => user.id ?? ''}
        rowName={(user) => user.username ?? ''}
        rowPath={(user) => pathTo.user(realm, user.id ?? '')}
        searchable={false}
        empty={{
          icon: IconUserPlus,
          title: text('group.membersEmpty'),
          description: text('group.membersEmptyHelp'),
          action: mayManage ? add : undefined,
        }}
        {...(mayManage
          ? {
              create: { label: text('group.addMember'), onClick: () => setPicking(true) },
              rowActions: (user) => [
                { label: text('group.removeMember'), icon: IconUserMinus, onClick: () => void takeOut(user) },
              ],
            }
          : {})}
      />
      {isPicking ? (
        <UserPickerDialog
          title={text('group.addMember')}
          taken={new Set((members.data ?? []).flatMap((user) => user.id ?? []))}
          onClose={() => setPicking(false)}
          onPick={async (user) => {
            await join.mutateAsync({ params: paramsOf(user) })
            toasts.success(text('group.memberAdded', { name: user.username }))
          }}
        />
      ) : null}
    </>
  )
}
