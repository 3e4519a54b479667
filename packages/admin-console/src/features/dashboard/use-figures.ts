import { listClients } from '@ztrust/contract/admin/clients'
import { countGroups } from '@ztrust/contract/admin/groups'
import { listRealmSessions } from '@ztrust/contract/admin/sessions'
import { countUsers } from '@ztrust/contract/admin/users'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useAccess } from '../../shell/access.tsx'

/** Lists that the server does not count are looked at so far. */
export const countedUpTo = 100

/** Clients that every realm has from the start; management clients end in `-realm`. */
const builtIn = new Set([
  'account',
  'account-console',
  'admin-cli',
  'broker',
  'realm-management',
  'security-admin-console',
])

/** What there is in the realm, as far as the administrator may see it. */
export function useFigures(realm: string) {
  const { mayAny } = useAccess()
  const params = { realm }
  const may = {
    users: mayAny('view-users', 'manage-users'),
    clients: mayAny('view-clients', 'manage-clients'),
    groups: mayAny('view-users', 'manage-users'),
    sessions: mayAny('view-realm', 'manage-realm'),
  }
  const page = { first: 0, max: countedUpTo + 1 }
  const users = useEndpoint(countUsers, { params }, { enabled: may.users })
  const clients = useEndpoint(listClients, { params, query: page }, { enabled: may.clients })
  const groups = useEndpoint(countGroups, { params }, { enabled: may.groups })
  const sessions = useEndpoint(
    listRealmSessions,
    { params, query: page },
    { enabled: may.sessions, refetchInterval: 30_000 },
  )
  const own = clients.data?.filter(
    ({ clientId = '' }) => !builtIn.has(clientId) && !(realm === 'master' && clientId.endsWith('-realm')),
  )
  return {
    may,
    counts: {
      users: users.data,
      clients: clients.data?.length,
      groups: groups.data?.count,
      sessions: sessions.data?.length,
    },
    /** Clients that somebody made. */
    ownClients: own?.length,
  }
}
