import {
  IconApps,
  IconDevices,
  IconHistory,
  IconLayoutDashboard,
  IconSettings,
  IconShieldCheck,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { NavigationGroup } from '@ztrust/ui/navigation.tsx'
import type { TextOf } from '@ztrust/ui/text'
import type { Messages } from '../messages/en.ts'
import { pathTo } from '../paths.ts'
import type { Access } from './access.tsx'

/** The sections that the administrator may see, in the order people work. */
export function buildNavigation(realm: string, { mayAny }: Access, text: TextOf<Messages>): readonly NavigationGroup[] {
  const entry = (label: keyof Messages, path: string, icon: NavigationGroup['items'][number]['icon'], may: boolean) =>
    may ? [{ label: text(label), path, icon }] : []
  const mayViewRealm = mayAny('view-realm', 'manage-realm')
  const groups: readonly NavigationGroup[] = [
    { items: entry('nav.dashboard', pathTo.dashboard(realm), IconLayoutDashboard, true) },
    {
      label: text('nav.manage'),
      items: [
        ...entry('nav.users', pathTo.users(realm), IconUser, mayAny('view-users', 'manage-users', 'query-users')),
        ...entry(
          'nav.groups',
          pathTo.groups(realm),
          IconUsersGroup,
          mayAny('view-users', 'manage-users', 'query-groups'),
        ),
        ...entry('nav.roles', pathTo.roles(realm), IconShieldCheck, mayViewRealm),
        ...entry(
          'nav.clients',
          pathTo.clients(realm),
          IconApps,
          mayAny('view-clients', 'manage-clients', 'query-clients'),
        ),
      ],
    },
    {
      label: text('nav.watch'),
      items: [
        ...entry('nav.sessions', pathTo.sessions(realm), IconDevices, mayViewRealm),
        ...entry('nav.events', pathTo.events(realm), IconHistory, mayAny('view-events', 'manage-events')),
      ],
    },
    {
      label: text('nav.configure'),
      items: entry('nav.settings', pathTo.settings(realm), IconSettings, mayViewRealm),
    },
  ]
  return groups.filter((group) => group.items.length > 0)
}

/** Tabs have their own addresses: the entry of a section is marked for all of them. */
export function sectionPath(pathname: string): string {
  const parts = pathname.split('/')
  const section = parts[2]
  return section === 'events' || section === 'settings'
    ? [...parts.slice(0, 3), section === 'events' ? 'user' : 'general'].join('/')
    : pathname
}
