import { createAuthenticationSession } from '../../model/authentication-session/authentication-session.store.ts'
import type { Reply } from '../../spi/reply.ts'
import { transact } from '../../storage/transact.ts'
import { type AuthorizationRequest, chooseResponseMode, readPrompts } from './authorization-request.ts'
import { loginProtocolId } from './login-notes.ts'

/** Parameters that the end of the sign-in, an authenticator or a mapper may ask for. */
const keptParameters = [
  'response_type',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'login_hint',
  'acr_values',
  'ui_locales',
  'kc_locale',
  'kc_action',
  'kc_idp_hint',
  'claims',
  'display',
] as const

/** Keycloak's limits for parameters that nobody knows: five, of at most 2000 characters. */
const unknownParameters = { prefix: 'client_request_param_', count: 5, length: 2000 } as const
const longestHint = 255

/**
 * Stores the request as an authentication session and lets the flow engine show what comes first. The engine joins it to
 * the browser's other tabs and keeps the cookie.
 */
export async function startLogin(authorization: AuthorizationRequest): Promise<Reply> {
  const { server, realm, client, request, redirectUri, parameters } = authorization
  const locale = parameters['kc_locale'] ?? parameters['ui_locales']
  const session = await transact(server.storage, (tx) =>
    createAuthenticationSession(tx, realm.realm, {
      // The browser's cookie: 128 random bits (ASVS 5.0, V7), a UUID has 122.
      id: server.random.token(),
      clientId: client.client.id,
      protocol: loginProtocolId,
      redirectUri,
      state: {
        clientNotes: { ...keepParameters(parameters), response_mode: chooseResponseMode(authorization) },
        ...(locale === undefined ? {} : { locale }),
      },
    }),
  )
  const passive = readPrompts(parameters['prompt']).includes('none')
  const context = { server, realm, client, session, request }
  return await server.registry.flowExecutor.start(context, { passive })
}

function keepParameters(parameters: Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of keptParameters) {
    const value = parameters[name]
    if (value === undefined || (name === 'login_hint' && value.length > longestHint)) continue
    kept[name] = value
  }
  const handled = new Set<string>([...keptParameters, 'client_id', 'redirect_uri', 'response_mode'])
  Object.entries(parameters)
    .filter(([name, value]) => !handled.has(name) && name.length + value.length <= unknownParameters.length)
    .slice(0, unknownParameters.count)
    .forEach(([name, value]) => {
      kept[unknownParameters.prefix + name] = value
    })
  return kept
}
