import { JwtError, verifyJwt } from '../../crypto/jws.ts'
import { isPostLogoutRedirectUriAllowed } from '../../model/client/redirect-uri.ts'
import { verificationKey } from '../../model/key/signing-key.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { decryptJwe } from '../../oauth/decrypt-jwe.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import { text } from '../../spi/form.ts'
import type { RealmContext } from '../../spi/request.ts'
import { UntrustedRequest } from './untrusted-request.ts'

/** A logout that an application asks for, checked: OpenID Connect RP-Initiated Logout 1.0, sections 2 and 3. */
export interface LogoutRequest {
  readonly client?: ClientSnapshot
  /** The session the application proves to know by its ID token. */
  readonly hint?: { readonly sessionId: string }
  readonly redirectUri?: string
  readonly state?: string
  /** `ui_locales`: languages for the pages, as the application asks. */
  readonly locale?: string
}

/** Throws `UntrustedRequest` for what must not be answered by a redirect. */
export async function readLogoutRequest(
  context: RealmContext,
  { values, duplicates }: Parameters,
): Promise<LogoutRequest> {
  const { server } = context
  const duplicate = [...duplicates][0]
  if (duplicate !== undefined) throw new UntrustedRequest('invalid_request', text('invalidParameterMessage', duplicate))
  const hint = await readHint(context, values['id_token_hint'])
  const clientId = values['client_id']
  const redirectUri = values['post_logout_redirect_uri']
  if (hint && clientId !== undefined && hint.clientId !== clientId) {
    throw new UntrustedRequest('invalid_request', text('invalidParameterMessage', 'id_token_hint'))
  }
  const client = await findClient(context, clientId ?? hint?.clientId, redirectUri !== undefined)
  if (redirectUri !== undefined) {
    if (!client) throw new UntrustedRequest('invalid_request', text('missingParameterMessage', 'id_token_hint'))
    if (!isPostLogoutRedirectUriAllowed(redirectUri, client.client.settings, server.urls.base)) {
      const message = text('invalidRedirectUriMessage')
      throw new UntrustedRequest('invalid_redirect_uri', message, client)
    }
  }
  const { state, ui_locales: locale } = values
  return {
    ...(client ? { client } : {}),
    ...(hint ? { hint } : {}),
    ...(redirectUri === undefined ? {} : { redirectUri }),
    ...(state === undefined ? {} : { state }),
    ...(locale === undefined ? {} : { locale }),
  }
}

async function findClient(
  { realm }: RealmContext,
  clientId: string | undefined,
  hasRedirect: boolean,
): Promise<ClientSnapshot | undefined> {
  if (clientId === undefined) return undefined
  const client = await realm.client(clientId)
  if (client?.client.protocol !== 'openid-connect') {
    // As in Keycloak: no address is one of a client that there is not.
    const message = hasRedirect ? 'invalidRedirectUriMessage' : 'clientNotFoundMessage'
    throw new UntrustedRequest('client_not_found', text(message))
  }
  if (!client.client.enabled) throw new UntrustedRequest('client_disabled', text('clientDisabledMessage'), client)
  return client
}

/**
 * An expired hint is still a hint; one that somebody changed or that is of another realm is none. It may be encrypted for
 * the realm (section 2). Its `sub` is not looked at: it may be a pairwise one.
 */
async function readHint({ server, realm }: RealmContext, hint: string | undefined) {
  if (hint === undefined) return undefined
  const expected = { now: server.clock.now(), type: 'ID', issuer: server.urls.realm(realm.realm.name) } as const
  const invalid = () => new UntrustedRequest('invalid_token', text('invalidParameterMessage', 'id_token_hint'))
  const token = hint.split('.').length === 5 ? (await decryptJwe(realm, hint))?.text : hint
  if (token === undefined) throw invalid()
  try {
    const lookUp = (kid: string | undefined, alg: string) => verificationKey(realm, kid, alg)
    const { claims } = await verifyJwt(token, lookUp, { ...expected, expiry: 'ignored' })
    const { sid, azp } = claims
    if (typeof sid !== 'string' || typeof azp !== 'string') throw invalid()
    return { sessionId: sid, clientId: azp }
  } catch (error) {
    if (error instanceof JwtError) throw invalid()
    throw error
  }
}
