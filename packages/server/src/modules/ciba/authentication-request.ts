import { OAuthError } from '../../kernel/error.ts'
import type { User } from '../../model/user/user.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import type { GrantContext } from '../../spi/grant.ts'
import { cibaLifespan, deliveryMode, notificationEndpoint, requestedHint } from './ciba-settings.ts'
import { findMeantUser } from './find-meant-user.ts'

/** A backchannel authentication request that is fine (CIBA Core, section 7.2). */
export interface AuthenticationRequest {
  readonly user: User
  readonly scope: string
  readonly bindingMessage?: string
  readonly acrValues?: string
  /** Seconds. */
  readonly lifespan: number
  /** Set in ping mode. */
  readonly notificationToken?: string
}

/** Keycloak's: what small displays show, in any language, and nobody can hide anything in. */
const bindingMessages = /^[a-zA-Z0-9-._+/!?#]{1,50}$/
const longestNotificationToken = 1024
const hints = ['login_hint', 'id_token_hint', 'login_hint_token'] as const

type Context = Pick<GrantContext, 'server' | 'realm' | 'client'>

/** Checks the parameters, in Keycloak's order and words. Throws an OAuthError. */
export async function readAuthenticationRequest(
  context: Context,
  parameters: Readonly<Record<string, string>>,
): Promise<AuthenticationRequest> {
  const { realm, client } = context
  const user = await findMeantUser(context, readHint(context, parameters))
  if (parameters['scope'] === undefined) throw invalid('missing parameter : scope')
  const scope = requireGrantableScope(client, parameters['scope'])
  const { binding_message: bindingMessage, acr_values: acrValues } = parameters
  if (bindingMessage !== undefined && !bindingMessages.test(bindingMessage)) {
    throw new OAuthError(
      'invalid_binding_message',
      'the binding_message value has to be max 50 characters in length and must contain only basic plain-text characters without spaces',
    )
  }
  if ((acrValues ?? '').length > 2048) throw invalid('Invalid parameter: acr_values')
  const notificationToken = readNotificationToken(context, parameters['client_notification_token'])
  if (parameters['user_code'] !== undefined) throw invalid('User code not supported')
  return {
    user,
    scope,
    lifespan: readLifespan(parameters['requested_expiry'], cibaLifespan(realm)),
    ...(bindingMessage === undefined ? {} : { bindingMessage }),
    ...(acrValues === undefined ? {} : { acrValues }),
    ...(notificationToken === undefined ? {} : { notificationToken }),
  }
}

/** Section 7.1: exactly one hint, and as in Keycloak the one that the realm says; only `login_hint` means anything to us. */
function readHint({ realm }: Context, parameters: Readonly<Record<string, string>>): string {
  const given = hints.filter((name) => parameters[name] !== undefined)
  if (given.length > 1) throw invalid('Only one user hint is allowed')
  const name = requestedHint(realm)
  if (!hints.some((one) => one === name)) throw invalid('invalid user hint')
  const hint = parameters[name]
  if (hint === undefined) throw invalid(`missing parameter : ${name}`)
  if (name !== 'login_hint') throw invalid('invalid_user')
  return hint
}

/** Section 7.1: with ping the client names the token that it will be told by, otherwise it names none. */
function readNotificationToken({ realm, client }: Context, token: string | undefined): string | undefined {
  if (deliveryMode(realm, client.client) !== 'ping') {
    if (token !== undefined) throw invalid('Client Notification token supported only for the ping mode')
    return undefined
  }
  if (token === undefined) throw invalid('Client Notification token needs to be provided with the ping mode')
  if (token.length > longestNotificationToken) {
    throw invalid('Client Notification token length is limited to 1024 characters')
  }
  // RFC 6750, section 2.1: it has to fit into an Authorization header.
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) throw invalid('Invalid parameter: client_notification_token')
  if (notificationEndpoint(client.client) === undefined) {
    throw invalid('Client notification endpoint not set for the client with the ping mode')
  }
  return token
}

/** A client may want less time than the realm gives, not more. */
function readLifespan(text: string | undefined, longest: number): number {
  if (text === undefined) return longest
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid('Invalid parameter: requested_expiry')
  return Math.min(Number(text), longest)
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description)
}
