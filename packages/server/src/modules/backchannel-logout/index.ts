/**
 * Tells clients from server to server that a session of theirs has ended. OpenID Connect Back-Channel Logout 1.0, and
 * Keycloak's own order to its adapters (`k_logout` at the client's admin URL).
 *
 *   session ends -> model/user-session/announce-logout.ts enqueues one job a client, in the same transaction
 *   job -> logout token, signed when it is sent -> POST to the client -> done | again later | dead
 *
 * A receiver that is slow has few places in the lane, and one that failed a single one (model/job/visit-receiver.ts):
 * nobody waits for it but its own notices.
 */
import { defineModule } from '../../spi/module.ts'
import { logoutNoticeJob } from './logout-notice-job.ts'
import { realmLogoutNoticeJob } from './realm-logout-notice-job.ts'

export const backchannelLogoutModule = defineModule({
  id: 'backchannel-logout',
  jobs: [logoutNoticeJob, realmLogoutNoticeJob],
  providerMetadata: () => ({ backchannel_logout_supported: true, backchannel_logout_session_supported: true }),
})
