/**
 * The flow engine: walks a realm's authentication flows as Keycloak does and ends sign-ins.
 *
 * Routes below /realms/{realm}/login-actions/: authenticate, registration, reset-credentials, required-action, consent (GET shows, POST
 * answers), restart; action-token (GET asks, POST does what a link in a mail is for).
 * A sign-in is a row (`AuthenticationSession`) found by the browser's cookie AUTH_SESSION_ID and the tab's `tab_id`; a post
 * counts only with the code of the page in front of the user (`session_code`).
 *
 *   AUTHENTICATE      walk-flow.ts over the flow's rows, from the top with every request, by the status of each execution
 *   REQUIRED_ACTIONS  new session id; actions of the user, of their state, and the one the application asked for
 *   CONSENT           what the protocol says is not consented to
 *   (end)             one transaction: sessions, event, and the protocol's answer; the identity cookies go with it
 *
 * Pages: pages.ts. Protocols start it through `registry.flowExecutor` and are called back through `LoginProtocol`.
 */
import { defineModule } from '../../spi/module.ts'
import { actionTokenEndpoints } from './action-token-endpoint.ts'
import { conditionalCredentialAuthenticator } from './conditional-credential-authenticator.ts'
import { conditionalLevelAuthenticator } from './conditional-level-authenticator.ts'
import { conditionalUserConfiguredAuthenticator } from './conditional-user-configured-authenticator.ts'
import { cookieAuthenticator } from './cookie-authenticator.ts'
import { authenticateDirectly } from './direct-login.ts'
import { answerEndpoints } from './post-login-endpoint.ts'
import { showRegistrationEndpoint } from './registration-endpoint.ts'
import { showResetCredentialsEndpoint } from './reset-credentials-endpoint.ts'
import { restartLoginEndpoint, showEndpoints } from './show-login-endpoint.ts'
import { startLogin } from './start-login.ts'

export const authenticationFlowModule = defineModule({
  id: 'authentication-flow',
  endpoints: [
    ...showEndpoints,
    ...answerEndpoints,
    restartLoginEndpoint,
    showResetCredentialsEndpoint,
    showRegistrationEndpoint,
    ...actionTokenEndpoints,
  ],
  authenticators: [
    cookieAuthenticator,
    conditionalUserConfiguredAuthenticator,
    conditionalCredentialAuthenticator,
    conditionalLevelAuthenticator,
  ],
  flowExecutor: { start: startLogin, authenticateDirectly },
})
