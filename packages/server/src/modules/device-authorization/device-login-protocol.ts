import { OAuthError } from '../../kernel/error.ts'
import { upsertClientSession } from '../../model/user-session/upsert-client-session.ts'
import { decide } from '../../oauth/awaited-decision.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { listShownScopes } from '../../oauth/list-scopes-to-consent.ts'
import { reachedAcr } from '../../oauth/reached-acr.ts'
import { text } from '../../spi/form.ts'
import type { CompletedLogin, LoginAnswer, LoginContext, LoginProtocol } from '../../spi/login-protocol.ts'
import { type Reply, redirect } from '../../spi/reply.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { type DeviceApproval, type DeviceRequest, deviceDecision } from './device-decision.ts'
import { devicePage } from './device-settings.ts'
import { displayUserCode } from './user-code.ts'

/** Id of this login protocol, as authentication sessions name it. */
export const deviceProtocolId = 'oauth2-device'

/** Note of the authentication session: the code that the user brought. */
export const userCodeNote = 'device_user_code'

/**
 * How a sign-in for a device ends: with a decision that the device polls for, and a page that tells the user. The browser
 * has no business with the device's tokens.
 */
export const deviceLoginProtocol: LoginProtocol = {
  id: deviceProtocolId,
  complete,
  fail,
  async scopesToConsent({ client, session }) {
    return listShownScopes(client, session.state.clientNotes['scope']).map((scope) => scope.id)
  },
  // Who sent the link may own the device (RFC 8628, section 5.4).
  confirmation: (login) => text('oauth2DeviceConfirmation', displayUserCode(readUserCodeNote(login))),
  requiresReauthentication: () => false,
}

async function complete(tx: Tx, login: CompletedLogin): Promise<LoginAnswer> {
  const { realm, client, session, userSession } = login
  const scope = requireGrantableScope(client, session.state.clientNotes['scope'])
  const acr = reachedAcr(login, userSession)
  const approval: DeviceApproval = { userSessionId: userSession.id, requestNotes: { acr } }
  const decided = await decide<DeviceRequest, DeviceApproval>(
    tx,
    deviceDecision,
    realm.realm.id,
    readUserCodeNote(login),
    { kind: 'approved', approval },
  )
  if (!decided) {
    throw new OAuthError('expired_token', 'Device code is expired', { event: 'expired_oauth2_device_code' })
  }
  const { [userCodeNote]: _, ...notes } = session.state.clientNotes
  await upsertClientSession(tx, {
    realmId: realm.realm.id,
    userSessionId: userSession.id,
    clientId: client.client.id,
    scope,
    redirectUri: '',
    notes: { ...notes, acr },
  })
  return async () => toStatus(login)
}

/** Only who says no decides for the device; after anything else the code may be brought again. */
async function fail(login: LoginContext, error: string): Promise<Reply> {
  if (error !== 'access_denied') return toStatus(login, error === 'expired_token' ? error : 'server_error')
  const { server, realm } = login
  const decided = await transact(server.storage, (tx) =>
    decide(tx, deviceDecision, realm.realm.id, readUserCodeNote(login), { kind: 'denied' }),
  )
  return toStatus(login, decided ? 'access_denied' : 'expired_token')
}

function readUserCodeNote({ session }: LoginContext): string {
  return session.state.clientNotes[userCodeNote] ?? ''
}

function toStatus({ server, realm }: LoginContext, error?: string): Reply {
  const status = `${devicePage(server.urls, realm)}/status`
  return redirect(error === undefined ? status : `${status}?error=${error}`)
}
