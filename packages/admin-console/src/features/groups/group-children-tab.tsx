import { Button } from '@mantine/core'
import { IconPlus, IconUsersGroup } from '@tabler/icons-react'
import {
  createChildGroup,
  type GroupRepresentation,
  getGroup,
  listChildGroups,
  listGroups,
} from '@ztrust/contract/admin/groups'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { NameDialog } from '../../patterns/name-dialog.tsx'
import { SimpleTable } from '../../patterns/simple-table.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export function GroupChildrenTab({ groupId }: { readonly groupId: string }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const params = { realm, id: groupId }
  const children = useEndpoint(listChildGroups, { params, query: { first: 0, max: 1000 } })
  const create = useEndpointMutation(createChildGroup, { invalidates: [listChildGroups, getGroup, listGroups] })
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <SimpleTable<GroupRepresentation>
        label={text('group.children')}
        description={text('group.childrenHelp')}
        answer={children}
        rowId={(group) => group.id ?? ''}
        rowName={(group) => group.name ?? ''}
        rowPath={(group) => pathTo.group(realm, group.id ?? '')}
        action={
          mayManage ? (
            <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setCreating(true)}>
              {text('groups.createChild')}
            </Button>
          ) : null
        }
        empty={{
          icon: IconUsersGroup,
          title: text('group.childrenEmpty'),
          description: text('group.childrenEmptyHelp'),
        }}
        columns={[
          { id: 'name', header: text('common.name'), render: (group) => group.name },
          {
            id: 'children',
            header: text('group.children'),
            render: (group) => <span className="zt-tabular">{group.subGroupCount ?? 0}</span>,
          },
        ]}
      />
      {isCreating ? (
        <NameDialog
          title={text('groups.createChild')}
          label={text('common.name')}
          value=""
          submitLabel={text('groups.createChild')}
          onClose={() => setCreating(false)}
          onSubmit={async (name) => {
            await create.mutateAsync({ params, body: { name } })
            toasts.success(text('groups.createdToast', { name }))
          }}
        />
      ) : null}
    </>
  )
}
