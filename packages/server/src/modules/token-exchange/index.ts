/**
 * Token exchange (RFC 8693), as Keycloak's standard token exchange: a client that a token is for gets one for the next
 * service, with other scopes and audiences. Beyond Keycloak's standard exchange: `act` for delegation (section 4.1), and
 * impersonation by those who hold the permission, for clients that are allowed it.
 *
 *   grant urn:ietf:params:oauth:grant-type:token-exchange
 *
 * Attributes of the client: `standard.token.exchange.enabled`,
 * `standard.token.exchange.enableRefreshRequestedTokenType` (NO, SAME_SESSION), `token.exchange.impersonation.enabled`.
 *
 * parameters -> subject token -> [actor token] -> who may -> scope, audience -> the subject's session, lent or joined
 */
import { defineModule } from '../../spi/module.ts'
import { tokenExchangeGrant } from './token-exchange-grant.ts'

export const tokenExchangeModule = defineModule({
  id: 'token-exchange',
  grants: [tokenExchangeGrant],
})
