import type { AuthenticationChannel } from '../../spi/authentication-channel.ts'

/** The user's device may be asleep; the client waits meanwhile. */
const timeout = 10_000
/** Nothing of the answer is of use. */
const maxBytes = 64 * 1024

/**
 * An authentication entity of the operator that asks the users, by the protocol of Keycloak's `ciba-http-auth-channel`:
 * 201 takes the question, the answer comes to the callback endpoint.
 */
export const httpChannel: AuthenticationChannel = {
  id: 'ciba-http-auth-channel',
  isAvailable: ({ config }) => config.cibaChannelUri !== undefined,
  reaches: async ({ config }) => config.cibaChannelUri !== undefined,
  async ask({ config, outbound }, { client, user, scope, bindingMessage, acrValues, answerToken }) {
    if (config.cibaChannelUri === undefined) return false
    const { status } = await outbound.fetch({
      url: config.cibaChannelUri,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${answerToken}` },
      body: JSON.stringify({
        ...(bindingMessage === undefined ? {} : { binding_message: bindingMessage }),
        login_hint: user.username,
        is_consent_required: client.client.settings.consentRequired,
        ...(acrValues === undefined ? {} : { acr_values: acrValues }),
        scope,
      }),
      timeout,
      maxBytes,
    })
    return status === 201
  },
}
