/**
 * Client-initiated backchannel authentication (OpenID Connect CIBA Core 1.0, poll and ping): a client that knows who it
 * has before it, at a counter or on the phone, lets them sign in on a device of theirs.
 *
 *   POST /realms/{realm}/protocol/openid-connect/ext/ciba/auth            the client asks, also by signed request
 *   POST /realms/{realm}/protocol/openid-connect/ext/ciba/auth/callback   the device brings the answer
 *   grant urn:openid:params:grant-type:ciba                               the client polls, or fetches after the ping
 *
 * waiting (oauth/awaited-decision.ts) -> an authentication channel (spi/authentication-channel.ts) asks the user ->
 * approved | denied -> ping by a job, where the client wants it -> tokens, once
 */
import { signatureAlgorithms } from '../../crypto/signature-algorithm.ts'
import { defineModule } from '../../spi/module.ts'
import { backchannelAuthenticationEndpoint } from './backchannel-authentication-endpoint.ts'
import { callbackEndpoint } from './callback-endpoint.ts'
import { cibaGrant } from './ciba-grant.ts'
import { hasChannel } from './has-channel.ts'
import { httpChannel } from './http-channel.ts'
import { pingJob } from './ping-job.ts'

export const cibaModule = defineModule({
  id: 'ciba',
  endpoints: [backchannelAuthenticationEndpoint, callbackEndpoint],
  grants: [cibaGrant],
  authenticationChannels: [httpChannel],
  jobs: [pingJob],
  providerMetadata(server, realm) {
    if (!hasChannel(server, realm)) return {}
    return {
      backchannel_authentication_endpoint: `${server.urls.realm(realm.realm.name)}/protocol/openid-connect/ext/ciba/auth`,
      backchannel_token_delivery_modes_supported: ['poll', 'ping'],
      backchannel_authentication_request_signing_alg_values_supported: signatureAlgorithms.filter(
        (algorithm) => !algorithm.startsWith('HS'),
      ),
    }
  },
})
