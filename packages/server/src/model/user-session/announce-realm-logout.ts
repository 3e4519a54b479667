import type { Tx } from '../../storage/db.ts'
import { listClients } from '../client/client.store.ts'
import type { Client } from '../client/client.ts'
import { enqueueJobs } from '../job/enqueue-job.ts'

/** Kind of the job that tells one client that all sessions from before a moment have ended. */
export const realmLogoutNoticeKind = 'realm-logout-notice'

/** What such a job is given; `notBefore` in epoch seconds. */
export interface RealmLogoutNotice {
  readonly realmId: string
  readonly clientId: string
  readonly notBefore: number
}

/** Asks for Keycloak's adapters to be told that every session of the realm has ended: the clients with an admin URL. */
export async function announceRealmLogout(tx: Tx, realmId: string, notBefore: number): Promise<readonly Client[]> {
  const clients = (await listClients(tx, realmId)).filter(hasAdapter)
  const notices = clients.map(({ id }): RealmLogoutNotice => ({ realmId, clientId: id, notBefore }))
  await enqueueJobs(tx, realmLogoutNoticeKind, notices)
  return clients
}

/** Does the client have an address at which one of Keycloak's adapters takes orders? */
export function hasAdapter({ protocol, enabled, settings }: Client): boolean {
  return enabled && protocol === 'openid-connect' && Boolean(settings.adminUrl)
}
