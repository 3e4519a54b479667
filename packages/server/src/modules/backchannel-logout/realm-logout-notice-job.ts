import { visitReceiver } from '../../model/job/visit-receiver.ts'
import {
  hasAdapter,
  type RealmLogoutNotice,
  realmLogoutNoticeKind,
} from '../../model/user-session/announce-realm-logout.ts'
import { adapterUrl, sendAdapterAction } from '../../oauth/adapter-action.ts'
import type { Job } from '../../spi/extensions.ts'

/** Tells one of Keycloak's adapters that all its sessions from before a moment have ended. */
export const realmLogoutNoticeJob: Job = {
  id: realmLogoutNoticeKind,
  waitsForOthers: true,
  async handle(server, payload) {
    const { realmId, clientId, notBefore } = payload as RealmLogoutNotice
    const realm = await server.realms.byId(realmId)
    const client = (await realm?.clientById(clientId))?.client
    if (!realm?.realm.enabled || !client || !hasAdapter(client)) return
    await visitReceiver(server, adapterUrl(server, client), () =>
      sendAdapterAction(server, realm, client, { action: 'LOGOUT', notBefore }),
    )
  },
}
