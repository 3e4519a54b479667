/**
 * Dynamic client registration: clients register themselves, read, change and remove themselves.
 * RFC 7591, RFC 7592; OpenID Connect Dynamic Client Registration 1.0; Keycloak's own endpoints beside them.
 *
 *   /realms/{realm}/clients-registrations/openid-connect   client metadata
 *   /realms/{realm}/clients-registrations/default          Keycloak's representation
 *   /realms/{realm}/clients-registrations/install          configuration of adapters
 *   /admin/realms/{realm}/clients-initial-access, .../clients/{id}/registration-access-token,
 *   .../client-registration-policy/providers
 *
 * https -> who calls (nobody, initial access token, registration access token, user) -> may they -> policies of the realm
 * -> metadata -> one transaction: token used or replaced, client, event
 */
import { defineModule } from '../../spi/module.ts'
import { administrationEndpoints } from './administration-endpoint.ts'
import { defaultEndpoints } from './default-endpoint.ts'
import { expireInitialAccessJob } from './expire-initial-access-job.ts'
import { installEndpoint } from './install-endpoint.ts'
import { openidConnectEndpoints } from './openid-connect-endpoint.ts'
import { allowedMappersPolicy, allowedScopesPolicy } from './policies/allowed-lists-policies.ts'
import { maxClientsPolicy } from './policies/max-clients-policy.ts'
import { clientDisabledPolicy, consentRequiredPolicy, scopePolicy } from './policies/switch-policies.ts'
import { trustedHostsPolicy } from './policies/trusted-hosts-policy.ts'
import { webOriginsPolicy } from './policies/web-origins-policy.ts'

export const clientRegistrationModule = defineModule({
  id: 'client-registration',
  endpoints: [...openidConnectEndpoints, ...defaultEndpoints, installEndpoint, ...administrationEndpoints],
  jobs: [expireInitialAccessJob],
  registrationPolicies: [
    allowedScopesPolicy,
    webOriginsPolicy,
    clientDisabledPolicy,
    scopePolicy,
    maxClientsPolicy,
    allowedMappersPolicy,
    trustedHostsPolicy,
    consentRequiredPolicy,
  ],
  providerMetadata: (server, { realm }) => ({
    registration_endpoint: `${server.urls.realm(realm.name)}/clients-registrations/openid-connect`,
  }),
})
