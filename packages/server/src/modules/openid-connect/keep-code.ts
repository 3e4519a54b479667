import { putSingleUse } from '../../model/single-use/single-use.ts'
import type { CompletedLogin } from '../../spi/login-protocol.ts'
import type { Tx } from '../../storage/db.ts'
import { type CodePayload, codeKind } from './authorization-code.ts'
import { impliedRedirectNote } from './login-notes.ts'

/** Writes an authorization code for what the sign-in was asked for; gives the code. */
export async function keepCode(
  tx: Tx,
  { server, realm, client, session, userSession }: CompletedLogin,
  { scope, requestNotes }: Pick<CodePayload, 'scope' | 'requestNotes'>,
): Promise<string> {
  const notes = session.state.clientNotes
  const { nonce, code_challenge: challenge, dpop_jkt: dpopJkt, resource } = notes
  const payload: CodePayload = {
    userSessionId: userSession.id,
    clientId: client.client.id,
    redirectUri: session.redirectUri,
    ...(notes[impliedRedirectNote] === 'true' ? { isRedirectImplied: true } : {}),
    scope,
    ...(nonce === undefined ? {} : { nonce }),
    ...(challenge === undefined
      ? {}
      : { codeChallenge: challenge, codeChallengeMethod: notes['code_challenge_method'] ?? 'plain' }),
    ...(dpopJkt === undefined ? {} : { dpopJkt }),
    ...(resource === undefined ? {} : { resource }),
    requestNotes,
  }
  const code = server.random.token(256)
  const expiresAt = server.clock.now() + realm.realm.settings.accessCodeLifespan * 1000
  await putSingleUse(tx, realm.realm.id, codeKind, code, payload, expiresAt)
  return code
}
