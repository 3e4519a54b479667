import { toJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import type { ClientSettings } from '../client/client.ts'
import { enqueueJobs } from '../job/enqueue-job.ts'

/** Kind of the job that tells one client that one of its sessions has ended. */
export const logoutNoticeKind = 'backchannel-logout'

/** What such a job is given. */
export interface LogoutNotice {
  readonly realmId: string
  readonly clientId: string
  /** The session's name in tokens. */
  readonly sid: string
  readonly userId: string
  /** The client's own name of the session, as old Keycloak adapters give it (`client_session_state`). */
  readonly adapterSessionId?: string
}

/** Which sessions are about to end. All fields must fit; absent ones fit any. */
export interface EndingSessions {
  readonly realmId: string
  readonly id?: string | undefined
  readonly userId?: string | undefined
  readonly exceptId?: string | undefined
  readonly offline?: boolean | undefined
  /** Only this client leaves the sessions. */
  readonly clientId?: string | undefined
}

/** Clients whose settings are read by one statement. */
const clientsAtOnce = 500

/**
 * Asks for the clients of ending sessions to be told, in the transaction that ends them and before it does: whatever
 * ends a session, its clients hear of it, and of nothing that was rolled back. Who wants to be told says so in its
 * settings, by `backchannel.logout.url` (OpenID Connect Back-Channel Logout 1.0, section 2.2) or by Keycloak's admin URL.
 */
export async function announceLogout(tx: Tx, ending: EndingSessions): Promise<void> {
  const involved = await selectEnding(tx, ending).select('c.client_id').distinct().execute()
  const ids = involved.map(({ client_id }) => client_id)
  for (let first = 0; first < ids.length; first += clientsAtOnce) {
    for (const client of await findListeners(tx, ending.realmId, ids.slice(first, first + clientsAtOnce))) {
      await enqueueNotices(tx, ending, client)
    }
  }
}

interface Listener {
  readonly id: string
  /** False: told only of sessions that it has a name of its own for. */
  readonly byLogoutToken: boolean
}

async function findListeners(tx: Tx, realmId: string, ids: readonly string[]): Promise<readonly Listener[]> {
  const rows = await tx.query
    .selectFrom('client')
    .select(['id', 'settings'])
    .where('realm_id', '=', realmId)
    .where('id', 'in', ids)
    .where('protocol', '=', 'openid-connect')
    .execute()
  return rows.flatMap(({ id, settings }): readonly Listener[] => {
    const { adminUrl, attributes } = toJson<Partial<ClientSettings>>(settings)
    const byLogoutToken = Boolean(attributes?.['backchannel.logout.url'])
    return byLogoutToken || adminUrl ? [{ id, byLogoutToken }] : []
  })
}

async function enqueueNotices(tx: Tx, ending: EndingSessions, { id, byLogoutToken }: Listener): Promise<void> {
  const rows = await selectEnding(tx, { ...ending, clientId: id })
    .select(['s.sid', 's.user_id', 'c.notes'])
    .execute()
  const notices = rows.flatMap((row): readonly LogoutNotice[] => {
    const adapterSessionId = toJson<Readonly<Record<string, string>>>(row.notes)['client_session_state']
    if (!byLogoutToken && adapterSessionId === undefined) return []
    return [
      {
        realmId: ending.realmId,
        clientId: id,
        sid: row.sid,
        userId: row.user_id,
        ...(adapterSessionId === undefined ? {} : { adapterSessionId }),
      },
    ]
  })
  await enqueueJobs(tx, logoutNoticeKind, notices)
}

/** What has ended by time alone is announced to nobody, as in Keycloak. */
function selectEnding(tx: Tx, { realmId, id, userId, exceptId, offline, clientId }: EndingSessions) {
  let ending = tx.query
    .selectFrom('client_session as c')
    .innerJoin('user_session as s', 's.id', 'c.user_session_id')
    .where('c.realm_id', '=', realmId)
    .where('s.realm_id', '=', realmId)
    .where('s.expires_at', '>', tx.clock.now())
  if (id !== undefined) ending = ending.where('s.id', '=', id)
  if (userId !== undefined) ending = ending.where('s.user_id', '=', userId)
  if (exceptId !== undefined) ending = ending.where('s.id', '!=', exceptId)
  if (offline !== undefined) ending = ending.where('s.offline', '=', Number(offline))
  if (clientId !== undefined) ending = ending.where('c.client_id', '=', clientId)
  return ending
}
