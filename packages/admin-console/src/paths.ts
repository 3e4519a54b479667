const encode = encodeURIComponent

/**
 * Every path of the console: the pattern of its route and what builds it. The first segment is the realm that is
 * managed, which need not be the one that the administrator signed in to.
 */
export const patterns = {
  dashboard: '/',
  users: 'users',
  user: 'users/$id/$tab',
  groups: 'groups',
  group: 'groups/$id/$tab',
  roles: 'roles',
  role: 'roles/$id/$tab',
  clients: 'clients',
  newClient: 'clients/new',
  client: 'clients/$id/$tab',
  sessions: 'sessions',
  events: 'events/$tab',
  settings: 'settings/$tab',
} as const

export const pathTo = {
  dashboard: (realm: string) => `/${encode(realm)}`,
  users: (realm: string) => `/${encode(realm)}/users`,
  user: (realm: string, id: string, tab = 'details') => `/${encode(realm)}/users/${encode(id)}/${tab}`,
  groups: (realm: string) => `/${encode(realm)}/groups`,
  group: (realm: string, id: string, tab = 'members') => `/${encode(realm)}/groups/${encode(id)}/${tab}`,
  roles: (realm: string) => `/${encode(realm)}/roles`,
  role: (realm: string, id: string, tab = 'details') => `/${encode(realm)}/roles/${encode(id)}/${tab}`,
  clients: (realm: string) => `/${encode(realm)}/clients`,
  newClient: (realm: string) => `/${encode(realm)}/clients/new`,
  client: (realm: string, id: string, tab = 'settings') => `/${encode(realm)}/clients/${encode(id)}/${tab}`,
  sessions: (realm: string) => `/${encode(realm)}/sessions`,
  events: (realm: string, tab = 'user') => `/${encode(realm)}/events/${tab}`,
  settings: (realm: string, tab = 'general') => `/${encode(realm)}/settings/${tab}`,
} as const
