/** How many sessions a user may have at once, in a realm or with a client (Keycloak's `user-session-limits`). */
import { defineModule } from '../../spi/module.ts'
import { userSessionLimitsAuthenticator } from './user-session-limits-authenticator.ts'

export const sessionLimitsModule = defineModule({
  id: 'session-limits',
  authenticators: [userSessionLimitsAuthenticator],
})
