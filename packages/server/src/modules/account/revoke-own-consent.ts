import type { Client } from '../../model/client/client.ts'
import { revokeConsent } from '../../model/consent/consent.store.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { endClientAccess } from '../../model/user-session/end-client-access.ts'
import type { CallerContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'

/**
 * Takes back what the caller allowed an application: the consent, its part in every session, and its offline access.
 * The caller stays signed in elsewhere.
 */
export async function revokeOwnConsent(
  { server, realm, caller, request }: CallerContext,
  client: Client,
): Promise<void> {
  const realmId = realm.realm.id
  const userId = caller.user.id
  await transact(server.storage, async (tx) => {
    await revokeConsent(tx, realmId, userId, client.id)
    await endClientAccess(tx, realmId, userId, client.id)
    const event = {
      type: 'REVOKE_GRANT',
      userId,
      clientId: caller.client.client.clientId,
      sessionId: caller.sessionId,
      ip: request.ip,
      details: { context: 'ACCOUNT', revoked_client: client.clientId },
    }
    await recordEvent(tx, realm, event, server)
  })
}
