import { Button, Group, Paper, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { IconPlus, IconSearch, IconUsersGroup } from '@tabler/icons-react'
import { createGroup, listGroups } from '@ztrust/contract/admin/groups'
import { AppLink, useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useRef, useState } from 'react'
import { pathTo } from '../../paths.ts'
import { readCreatedId } from '../../patterns/created-id.ts'
import { GroupTree } from '../../patterns/group-tree.tsx'
import { NameDialog } from '../../patterns/name-dialog.tsx'
import { Page } from '../../patterns/page.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import classes from './groups-page.module.css'

export function GroupsPage() {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const mayManage = useAccess().mayAny('manage-users')
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), 200)
  const [isCreating, setCreating] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const create = useEndpointMutation(createGroup, { invalidates: [listGroups] })
  useHotkeys([
    ['/', () => field.current?.focus()],
    ['c', () => mayManage && !isCreating && setCreating(true)],
  ])
  const button = mayManage ? (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setCreating(true)} aria-keyshortcuts="c">
      {text('groups.create')}
    </Button>
  ) : null
  return (
    <Page title={text('groups.title')} description={text('groups.help')}>
      <Group justify="space-between">
        <TextInput
          ref={field}
          className={classes['search'] ?? ''}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={text('groups.search')}
          aria-label={text('groups.search')}
          aria-keyshortcuts="/"
          leftSection={<IconSearch size={16} stroke={1.5} />}
        />
        {button}
      </Group>
      <Paper withBorder p="xs">
        <GroupTree
          search={asked}
          empty={
            <EmptyState
              icon={IconUsersGroup}
              title={text('groups.emptyTitle')}
              description={text('groups.emptyHelp')}
              action={button}
            />
          }
          renderGroup={(group, pathShown) => (
            <>
              <AppLink to={pathTo.group(realm, group.id ?? '')} className={classes['group']}>
                {pathShown ? group.path : group.name}
              </AppLink>
              {(group.subGroupCount ?? 0) > 0 ? (
                <Text c="dimmed" size="xs" className={classes['count'] ?? ''}>
                  {text('groups.subgroups', { count: group.subGroupCount })}
                </Text>
              ) : null}
            </>
          )}
        />
      </Paper>
      {isCreating ? (
        <NameDialog
          title={text('groups.create')}
          label={text('common.name')}
          value=""
          submitLabel={text('groups.create')}
          onClose={() => setCreating(false)}
          onSubmit={async (name) => {
            const { headers } = await create.mutateAsync({ params: { realm }, body: { name } })
            toasts.success(text('groups.createdToast', { name }))
            const id = readCreatedId(headers)
            if (id !== undefined) navigate(pathTo.group(realm, id))
          }}
        />
      ) : null}
    </Page>
  )
}
