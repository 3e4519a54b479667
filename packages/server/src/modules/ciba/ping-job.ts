import type { Job } from '../../spi/extensions.ts'
import { notificationEndpoint } from './ciba-settings.ts'
import { openPing } from './ping.ts'

export interface PingOrder {
  readonly realmId: string
  readonly clientId: string
  readonly sealedPing: string
  /** Epoch milliseconds; afterwards there is nothing to fetch. */
  readonly expiresAt: number
}

export const pingKind = 'ciba-ping'

const timeout = 5_000
/** Nothing of the answer is of use. */
const maxBytes = 64 * 1024

/** Tells a client that its user has answered (CIBA Core, section 10.2). Tried again until it answers, or the time is up. */
export const pingJob: Job = {
  id: pingKind,
  waitsForOthers: true,
  async handle(server, payload) {
    const { realmId, clientId, sealedPing, expiresAt } = payload as PingOrder
    const realm = await server.realms.byId(realmId)
    const client = (await realm?.clientById(clientId))?.client
    const url = client && notificationEndpoint(client)
    // Gone, switched off or too late: there is nobody to tell, or nothing.
    if (!realm?.realm.enabled || !client?.enabled || !url || expiresAt <= server.clock.now()) return
    const { authReqId, notificationToken } = openPing(server, realmId, clientId, sealedPing)
    const { status } = await server.outbound.fetch({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${notificationToken}` },
      body: JSON.stringify({ auth_req_id: authReqId }),
      timeout,
      maxBytes,
    })
    // A client that says no (4xx) or points elsewhere (3xx) would do so again: only its failures are worth another try.
    if (status >= 500) throw new Error(`${client.clientId} answered the ping with ${status}`)
  },
}
