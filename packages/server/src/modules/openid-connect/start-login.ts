import { draftAuthenticationSession } from '../../model/authentication-session/draft-authentication-session.ts'
import { noteLevelRequest } from '../../model/authentication-session/level-of-authentication.ts'
import { noteRequestedFlow } from '../../model/authentication-session/requested-flow.ts'
import { readLevelRequest } from '../../oauth/acr.ts'
import type { ClientPolicyEffects } from '../../spi/client-policy.ts'
import type { Reply } from '../../spi/reply.ts'
import { type AuthorizationRequest, chooseResponseMode, readPrompts } from './authorization-request.ts'
import { keepParameters } from './kept-parameters.ts'
import { impliedRedirectNote, loginProtocolId, pushedAsNote } from './login-notes.ts'

/**
 * Makes an authentication session of the request and lets the flow engine show what comes first. The engine stores it
 * where a page is needed, joins it to the browser's other tabs and keeps the cookie.
 */
export async function startLogin(authorization: AuthorizationRequest, effects: ClientPolicyEffects): Promise<Reply> {
  const { server, realm, client, request, redirectUri, parameters, pushedAs, isRedirectImplied } = authorization
  const locale = parameters['kc_locale'] ?? parameters['ui_locales']
  const session = draftAuthenticationSession(server, realm.realm, {
    // The browser's cookie: 128 random bits (ASVS 5.0, V7), a UUID has 122.
    id: server.random.token(),
    clientId: client.client.id,
    protocol: loginProtocolId,
    redirectUri,
    state: {
      clientNotes: {
        ...keepParameters(parameters),
        ...noteLevelRequest(readLevelRequest(parameters, authorization)),
        ...noteRequestedFlow(effects.browserFlow),
        response_mode: chooseResponseMode(authorization),
        ...(pushedAs === undefined ? {} : { [pushedAsNote]: pushedAs }),
        ...(isRedirectImplied ? { [impliedRedirectNote]: 'true' } : {}),
      },
      ...(locale === undefined ? {} : { locale }),
    },
  })
  const passive = readPrompts(parameters['prompt']).includes('none')
  const context = { server, realm, client, session, request }
  return await server.registry.flowExecutor.start(context, { passive, registers: authorization.registers === true })
}
