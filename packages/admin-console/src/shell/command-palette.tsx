import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { type Icon, IconApps, IconArrowRight, IconPlus, IconSearch, IconUser } from '@tabler/icons-react'
import { listClients } from '@ztrust/contract/admin/clients'
import { listUsers } from '@ztrust/contract/admin/users'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import type { NavigationGroup } from '@ztrust/ui/navigation.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { pathTo } from '../paths.ts'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import { useAccess } from './access.tsx'

const [store, spotlight] = createSpotlight()

export interface CommandPaletteProps {
  readonly navigation: readonly NavigationGroup[]
  readonly onClose: () => void
  readonly onCreateRealm: () => void
}

interface Command {
  readonly id: string
  readonly label: string
  readonly detail?: string | undefined
  readonly icon: Icon
  readonly run: () => void
}

/** Every page, every action, and users and clients found by the server. */
export default function CommandPalette({ navigation, onClose, onCreateRealm }: CommandPaletteProps) {
  const text = useText()
  const realm = useRealmName()
  const { navigate } = useAppNavigation()
  const { me, mayAny } = useAccess()
  const [query, setQuery] = useState('')
  const [asked] = useDebouncedValue(query.trim(), 200)
  useEffect(() => spotlight.open(), [])

  const mayUsers = mayAny('view-users', 'manage-users')
  const mayClients = mayAny('view-clients', 'manage-clients')
  const users = useEndpoint(
    listUsers,
    { params: { realm }, query: { search: asked, max: 5, briefRepresentation: true } },
    { enabled: asked !== '' && mayUsers, keepPrevious: true },
  )
  const clients = useEndpoint(
    listClients,
    { params: { realm }, query: { clientId: asked, search: true, max: 5 } },
    { enabled: asked !== '' && mayClients, keepPrevious: true },
  )

  const go = (path: string) => () => navigate(path)
  const matches = (command: Command) => command.label.toLowerCase().includes(query.trim().toLowerCase())
  const pages: readonly Command[] = navigation
    .flatMap((group) => group.items)
    .map((item) => ({ id: item.path, label: item.label, icon: item.icon, run: go(item.path) }))
  const create = (id: string, label: string, run: () => void, may: boolean): readonly Command[] =>
    may ? [{ id, label, icon: IconPlus, run }] : []
  const actions: readonly Command[] = [
    ...create('new-user', text('users.create'), go(`${pathTo.users(realm)}?create=true`), mayAny('manage-users')),
    ...create(
      'new-client',
      text('clients.create'),
      go(pathTo.newClient(realm)),
      mayAny('manage-clients', 'create-client'),
    ),
    ...create('new-realm', text('shell.createRealm'), onCreateRealm, me.createRealm),
  ]
  const foundUsers: readonly Command[] = (asked === '' ? [] : (users.data ?? [])).map((user) => ({
    id: `user-${user.id}`,
    label: user.username ?? '',
    detail: [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email,
    icon: IconUser,
    run: go(pathTo.user(realm, user.id ?? '')),
  }))
  const foundClients: readonly Command[] = (asked === '' ? [] : (clients.data ?? [])).map((client) => ({
    id: `client-${client.id}`,
    label: client.clientId ?? '',
    detail: client.name,
    icon: IconApps,
    run: go(pathTo.client(realm, client.id ?? '')),
  }))
  const groups = [
    { label: text('palette.pages'), commands: pages.filter(matches) },
    { label: text('palette.actions'), commands: actions.filter(matches) },
    { label: text('palette.users'), commands: foundUsers },
    { label: text('palette.clients'), commands: foundClients },
  ].filter((group) => group.commands.length > 0)

  /** Enter means the first result as long as no other is chosen. */
  const runFirst = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || store.getState().selected !== -1) return
    event.preventDefault()
    groups[0]?.commands[0]?.run()
    spotlight.close()
  }

  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      attributes={{ content: { 'aria-label': text('palette.placeholder') } }}
      shortcut={null}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder={text('palette.placeholder')}
        aria-label={text('palette.placeholder')}
        leftSection={<IconSearch size={18} stroke={1.5} />}
        onKeyDown={runFirst}
      />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.commands.map((command) => (
              <Spotlight.Action
                key={command.id}
                onClick={command.run}
                label={command.label}
                description={command.detail ?? ''}
                leftSection={<command.icon size={18} stroke={1.5} />}
                rightSection={<IconArrowRight size={14} stroke={1.5} aria-hidden />}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && !users.isFetching && !clients.isFetching ? (
          <Spotlight.Empty>{text('palette.nothing')}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
