import { OAuthError } from '../../../kernel/error.ts'
import { readFlag } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { amend, invalidMetadata, invalidRequest, onChange, onEach } from '../amend-client.ts'
import { autoConfigureProperty } from './auto-configure.ts'

const certificateAttribute = 'tls.client.certificate.bound.access.tokens'
const proofAttribute = 'dpop.bound.access.tokens'

/** RFC 8705, section 3. */
export const certificateBoundExecutor: ClientPolicyExecutor = {
  id: 'holder-of-key-enforcer',
  helpText:
    'It prohibits the client whose MTLS certificate does not match with the certificate thumbprint from the tokens.',
  properties: [
    autoConfigureProperty(
      'If On, then the during client creation or update, the configuration of the client will be auto-configured to use MTLS HoK token',
      false,
    ),
  ],
  prepare: (configuration) => ({
    ...onChange((draft) => {
      if (draft.settings.attributes[certificateAttribute] === 'true') return undefined
      if (readFlag(configuration, 'auto-configure')) {
        return amend(draft, { attributes: { [certificateAttribute]: 'true' } })
      }
      throw invalidMetadata('Invalid client metadata: MTLS token in disabled')
    }),
    ...onEach(
      ['TOKEN_REQUEST', 'TOKEN_REFRESH', 'SERVICE_ACCOUNT_TOKEN_REQUEST', 'BACKCHANNEL_TOKEN_REQUEST'],
      ({ bindings }) => {
        if (bindings?.includes('x5t#S256')) return undefined
        throw invalidRequest('Client Certification missing for MTLS HoK Token Binding')
      },
    ),
  }),
}

/** RFC 9449. */
export const proofBoundExecutor: ClientPolicyExecutor = {
  id: 'dpop-bind-enforcer',
  helpText: 'It enforces a client to enable DPoP bind token setting.',
  properties: [
    autoConfigureProperty(
      'If On, then the during client creation or update, the configuration of the client will be auto-configured to use DPoP bind token',
      false,
    ),
    {
      name: 'enforce-authorization-code-binding-to-dpop',
      label: 'Enforce Authorization Code binding to DPoP key',
      helpText:
        "If On, then there is enforced authorization code binding to DPoP key. This means that parameter 'dpop_jkt' will be required in the OIDC/OAuth2 authentication requests and will be verified during token request if it matches DPoP proof. When this is false, it is still possible to use 'dpop_jkt' parameter, which would be checked in the token request later, but 'dpop_jkt' parameter will not be required",
      type: 'boolean',
      defaultValue: false,
    },
    {
      name: 'allow-only-refresh-token-binding',
      label: 'Bind only refresh token for public client',
      helpText:
        'If On and the client is public the DPoP binding is enforced only for refresh token. This option is ignored if the DPoP is enforced in client settings or if the client is not public',
      type: 'boolean',
      defaultValue: false,
    },
  ],
  prepare: (configuration) => ({
    ...onChange((draft) => {
      if (draft.settings.attributes[proofAttribute] === 'true') return undefined
      if (readFlag(configuration, 'auto-configure')) return amend(draft, { attributes: { [proofAttribute]: 'true' } })
      throw invalidMetadata('Invalid client metadata: DPoP token in disabled')
    }),
    AUTHORIZATION_REQUEST: ({ parameters }) => {
      const isNeeded = readFlag(configuration, 'enforce-authorization-code-binding-to-dpop')
      if (!isNeeded || parameters['dpop_jkt'] !== undefined) return undefined
      throw invalidRequest('Missing parameter: dpop_jkt')
    },
    ...onEach(
      ['TOKEN_REQUEST', 'TOKEN_REFRESH', 'BACKCHANNEL_TOKEN_REQUEST', 'DEVICE_TOKEN_REQUEST'],
      ({ bindings, client }) => {
        if (!bindings?.includes('jkt')) {
          throw new OAuthError('invalid_request', 'DPoP proof is missing', { event: 'invalid_dpop_proof' })
        }
        const settings = client?.client.settings
        const isFree = settings?.publicClient && settings.attributes[proofAttribute] !== 'true'
        return isFree && readFlag(configuration, 'allow-only-refresh-token-binding')
          ? { bindsOnlyRefreshToken: true }
          : undefined
      },
    ),
  }),
}
