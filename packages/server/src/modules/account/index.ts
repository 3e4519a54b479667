/**
 * The Self-Service Portal's REST API: what users see and change of themselves, in the shapes of Keycloak's account API.
 * Everything is read and written for the caller of the token alone: no path names another user.
 *
 *   /realms/{realm}/account                      profile, by the realm's user profile
 *   /realms/{realm}/account/sessions[/devices]   where the user is signed in
 *   /realms/{realm}/account/credentials          how the user signs in
 *   /realms/{realm}/account/applications         what the user uses, and agreed to
 *   /realms/{realm}/account/groups, /supportedLocales, /ztrust/overview
 */
import { defineModule } from '../../spi/module.ts'
import { applicationEndpoints } from './application-endpoint.ts'
import { credentialEndpoints } from './credential-endpoint.ts'
import { overviewEndpoints } from './overview-endpoint.ts'
import { profileEndpoints } from './profile-endpoint.ts'
import { sessionEndpoints } from './session-endpoint.ts'

export const accountModule = defineModule({
  id: 'account',
  endpoints: [
    ...profileEndpoints,
    ...sessionEndpoints,
    ...credentialEndpoints,
    ...applicationEndpoints,
    ...overviewEndpoints,
  ],
})
