import { draftAuthenticationSession } from '../../model/authentication-session/draft-authentication-session.ts'
import { noteLevelRequest } from '../../model/authentication-session/level-of-authentication.ts'
import { readLevelRequest } from '../../oauth/acr.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import type { Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { deviceProtocolId, userCodeNote } from './device-login-protocol.ts'
import type { VerifiedUserCode } from './verify-user-code.ts'

/** Signs the user in for the device's client: page after page until `deviceLoginProtocol` is called back. */
export async function startDeviceLogin(
  { server, realm, request }: RealmContext,
  { client, userCode, scope }: VerifiedUserCode,
): Promise<Reply> {
  const session = draftAuthenticationSession(server, realm.realm, {
    // The browser's cookie: 128 random bits (ASVS 5.0, V7), a UUID has 122.
    id: server.random.token(),
    clientId: client.client.id,
    protocol: deviceProtocolId,
    redirectUri: '',
    state: {
      clientNotes: {
        scope,
        [userCodeNote]: userCode,
        // What the client or the realm asks of every sign-in.
        ...noteLevelRequest(readLevelRequest({}, { realm, client })),
      },
    },
  })
  await publishEvent(server, realm, {
    type: 'OAUTH2_DEVICE_VERIFY_USER_CODE',
    clientId: client.client.clientId,
    ip: request.ip,
    details: { scope },
  })
  return await server.registry.flowExecutor.start({ server, realm, client, session, request }, { passive: false })
}
