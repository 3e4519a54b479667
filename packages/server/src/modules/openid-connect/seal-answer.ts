import { signJwt } from '../../crypto/jws.ts'
import { encryptForClient, readEncryptionWish } from '../../oauth/encrypt-jwe.ts'
import { ensureKey } from '../../oauth/token-keys.ts'
import { toSeconds } from '../../oauth/token-times.ts'
import type { ApplicationTarget } from './answer-application.ts'

/**
 * The answer to the application as one JWT (JWT Secured Authorization Response Mode, section 2): signed by the realm,
 * and encrypted for the client where it registered that. Throws an OAuthError when it cannot be encrypted: then nothing
 * is sent, for in clear it was not asked for.
 */
export async function sealAnswer(
  { server, realm, client: { client } }: ApplicationTarget,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const key = await ensureKey(server, realm, client.settings.attributes['authorization.signed.response.alg'])
  const claims = {
    iss: server.urls.realm(realm.realm.name),
    aud: client.clientId,
    exp: toSeconds(server.clock.now()) + realm.realm.settings.accessCodeLifespan,
    ...parameters,
  }
  const signed = await signJwt(key, claims)
  const wish = readEncryptionWish(client, 'authorization.encrypted.response')
  return wish ? await encryptForClient(server, client, signed, { ...wish, isJwt: true }) : signed
}
