/**
 * Device authorization (RFC 8628): signs in what has no keyboard or browser, with the help of another device that has.
 *
 *   POST /realms/{realm}/protocol/openid-connect/auth/device   the device gets a code to show and one to poll with
 *   GET, POST /realms/{realm}/device                           the user brings the code, and signs in
 *   GET  /realms/{realm}/device/status                         how that ended
 *   grant urn:ietf:params:oauth:grant-type:device_code         the device polls the token endpoint
 *
 * waiting (oauth/awaited-decision.ts) -> user code verified -> authentication session -> flow engine, with a consent page
 * in any case -> deviceLoginProtocol: approved | denied -> tokens, once
 */
import { defineModule } from '../../spi/module.ts'
import { deviceAuthorizationEndpoint } from './device-authorization-endpoint.ts'
import { deviceCodeGrant } from './device-code-grant.ts'
import { deviceLoginProtocol } from './device-login-protocol.ts'
import {
  showDeviceStatusEndpoint,
  showDeviceVerificationEndpoint,
  verifyDeviceEndpoint,
} from './verification-endpoint.ts'

export const deviceAuthorizationModule = defineModule({
  id: 'device-authorization',
  endpoints: [
    deviceAuthorizationEndpoint,
    showDeviceVerificationEndpoint,
    verifyDeviceEndpoint,
    showDeviceStatusEndpoint,
  ],
  grants: [deviceCodeGrant],
  loginProtocols: [deviceLoginProtocol],
  providerMetadata: ({ urls }, { realm }) => ({
    device_authorization_endpoint: `${urls.realm(realm.name)}/protocol/openid-connect/auth/device`,
  }),
})
