import { signJwt } from '../../crypto/jws.ts'
import { resolveClientUrl } from '../../model/client/redirect-uri.ts'
import { visitReceiver } from '../../model/job/visit-receiver.ts'
import type { ClientSnapshot, RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { subjectOf } from '../../model/token/subject.ts'
import { type LogoutNotice, logoutNoticeKind } from '../../model/user-session/announce-logout.ts'
import { adapterUrl, sendAdapterAction } from '../../oauth/adapter-action.ts'
import { encryptForClient, readEncryptionWish } from '../../oauth/encrypt-jwe.ts'
import { ensureKey } from '../../oauth/token-keys.ts'
import type { Job } from '../../spi/extensions.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { buildLogoutToken } from './build-logout-token.ts'

const timeout = 5_000
/** Nothing of the answer is of use. */
const maxBytes = 64 * 1024

/** Tells one client of the end of one session. What the client wants is read when it is told, not when the session ended. */
export const logoutNoticeJob: Job = {
  id: logoutNoticeKind,
  waitsForOthers: true,
  async handle(server, payload) {
    const notice = payload as LogoutNotice
    const realm = await server.realms.byId(notice.realmId)
    const snapshot = await realm?.clientById(notice.clientId)
    const client = snapshot?.client
    // Gone, or switched off: there is nobody left to tell.
    if (!realm?.realm.enabled || !snapshot || !client?.enabled) return
    const url = client.settings.attributes['backchannel.logout.url']
    if (url)
      await sendLogoutToken(server, realm, snapshot, resolveClientUrl(url, client.settings, server.urls.base), notice)
    else if (client.settings.adminUrl && notice.adapterSessionId !== undefined) {
      const action = {
        action: 'LOGOUT',
        adapterSessionIds: [notice.adapterSessionId],
        notBefore: 0,
        keycloakSessionIds: [notice.sid],
      } as const
      await visitReceiver(server, adapterUrl(server, client), () => sendAdapterAction(server, realm, client, action))
    }
  },
}

/** OpenID Connect Back-Channel Logout 1.0, section 2.5. */
async function sendLogoutToken(
  server: ServerContext,
  realm: RealmSnapshot,
  snapshot: ClientSnapshot,
  url: string,
  notice: LogoutNotice,
): Promise<void> {
  const { client } = snapshot
  await visitReceiver(server, url, async () => {
    const signed = await signJwt(
      // The keys and algorithms of ID tokens (section 2.4).
      await ensureKey(server, realm, client.settings.attributes['id.token.signed.response.alg']),
      buildLogoutToken({
        issuer: server.urls.realm(realm.realm.name),
        client,
        notice,
        subject: subjectOf(server, snapshot, notice.userId),
        tokenId: server.ids.uuid(),
        now: server.clock.now(),
      }),
      { typ: 'logout+jwt' },
    )
    const wish = readEncryptionWish(client, 'id.token.encrypted.response')
    const token = wish ? await encryptForClient(server, client, signed, { ...wish, isJwt: true }) : signed
    const { status } = await server.outbound.fetch({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
      timeout,
      maxBytes,
    })
    // Section 2.8: 200; some frameworks can only answer 204.
    if (status !== 200 && status !== 204) throw new Error(`${client.clientId} answered the logout token with ${status}`)
  })
}
