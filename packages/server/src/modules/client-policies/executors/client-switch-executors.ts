import { OAuthError } from '../../../kernel/error.ts'
import { readFlag } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { amend, invalidRegistration, invalidRequest, onChange, onEach, tokenRequests } from '../amend-client.ts'
import { autoConfigureProperty } from './auto-configure.ts'

export const consentRequiredExecutor: ClientPolicyExecutor = {
  id: 'consent-required',
  helpText:
    "When present, then registered/updated clients will be verified to have 'consentRequired' switch enabled and eventually will be auto-configured for 'consentRequired' switch to be enabled",
  properties: [
    autoConfigureProperty(
      'If On, the configuration of the client will be auto-configured to enable consentRequired during client creation or update.If Off, the clients are validated to have consentRequired enabled during create/update client',
      true,
    ),
  ],
  prepare: (configuration) =>
    onChange((draft) => {
      if (draft.settings.consentRequired) return undefined
      if (readFlag(configuration, 'auto-configure', true)) return amend(draft, { consentRequired: true })
      throw invalidRegistration('Client is required to enable consentRequired')
    }),
}

export const fullScopeDisabledExecutor: ClientPolicyExecutor = {
  id: 'full-scope-disabled',
  helpText:
    "When present, then registered/updated clients will be verified to have 'fullScopeAllowed' switch disabled and eventually will be auto-configured for 'fullScopeAllowed' switch to be disabled",
  properties: [
    autoConfigureProperty(
      'If On, the configuration of the client will be auto-configured to disable fullScopeAllowed during client creation or update.If off, the clients are validated to not have fullScopeAllowed enabled during create/update client',
      true,
    ),
  ],
  prepare: (configuration) =>
    onChange((draft) => {
      if (!draft.settings.fullScopeAllowed) return undefined
      if (readFlag(configuration, 'auto-configure', true)) return amend(draft, { fullScopeAllowed: false })
      throw invalidRegistration('Not permitted to enable fullScopeAllowed')
    }),
}

export const confidentialClientExecutor: ClientPolicyExecutor = {
  id: 'confidential-client',
  helpText:
    'On authorization endpoint and token endpoint, this executor checks whether the client is confidential client. If not, it denies its request.',
  properties: [],
  prepare: () =>
    onEach(
      ['AUTHORIZATION_REQUEST', 'BACKCHANNEL_AUTHENTICATION_REQUEST', 'PUSHED_AUTHORIZATION_REQUEST', ...tokenRequests],
      ({ client }) => {
        const settings = client?.client.settings
        if (!settings?.publicClient && !settings?.bearerOnly) return undefined
        const type = settings.publicClient ? 'public' : 'bearerOnly'
        throw new OAuthError('invalid_client', `invalid client access type: ${type}`)
      },
    ),
}

export const rejectImplicitExecutor: ClientPolicyExecutor = {
  id: 'reject-implicit-grant',
  helpText: 'It makes keycloak to reject an implicit grant / hybrid flow.',
  properties: [
    autoConfigureProperty(
      'If On, then the during client creation or update, the configuration of the client will be auto-configured to reject an implicit grant/hybrid flow.',
      false,
    ),
  ],
  prepare: (configuration) => ({
    ...onChange((draft) => {
      if (!draft.settings.implicitFlowEnabled) return undefined
      if (readFlag(configuration, 'auto-configure')) return amend(draft, { implicitFlowEnabled: false })
      throw invalidRegistration('Not permitted to enable the implicit flow')
    }),
    ...onEach(['AUTHORIZATION_REQUEST', 'PUSHED_AUTHORIZATION_REQUEST'], ({ parameters }) => {
      const parts = (parameters['response_type'] ?? '').split(' ')
      if (!parts.includes('token') && !parts.includes('id_token')) return undefined
      throw invalidRequest('Implicit/Hybrid flow is prohibited.')
    }),
  }),
}

export const rejectPasswordExecutor: ClientPolicyExecutor = {
  id: 'reject-ropc-grant',
  helpText: 'It makes keycloak to reject a resource owner password credentials grant.',
  properties: [
    autoConfigureProperty(
      'If On, then the during client creation or update, the configuration of the client will be auto-configured to reject a resource owner password credentials grant.',
      false,
    ),
  ],
  prepare: (configuration) => ({
    ...onChange((draft) => {
      if (!draft.settings.directAccessGrantsEnabled) return undefined
      if (readFlag(configuration, 'auto-configure')) return amend(draft, { directAccessGrantsEnabled: false })
      throw invalidRegistration('Not permitted to enable direct access grants')
    }),
    RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST: () => {
      throw new OAuthError('invalid_grant', 'resource owner password credentials grant is prohibited.')
    },
  }),
}

export const rejectRequestExecutor: ClientPolicyExecutor = {
  id: 'reject-request',
  helpText: 'It rejects all requests from clients.',
  properties: [],
  prepare: () =>
    onEach(
      [
        'REGISTER',
        'UPDATE',
        'PRE_AUTHORIZATION_REQUEST',
        'PUSHED_AUTHORIZATION_REQUEST',
        'BACKCHANNEL_AUTHENTICATION_REQUEST',
        'DEVICE_AUTHORIZATION_REQUEST',
        'AUTHORIZATION_REQUEST',
        ...tokenRequests,
        'TOKEN_INTROSPECT',
        'TOKEN_REVOKE',
        'USERINFO_REQUEST',
        'LOGOUT_REQUEST',
      ],
      () => {
        throw invalidRequest('Request not allowed')
      },
    ),
}

export const secureLogoutExecutor: ClientPolicyExecutor = {
  id: 'secure-logout',
  helpText: 'Enforces certain constraints on how clients should support logout.',
  properties: [
    {
      name: 'allow-front-channel-logout',
      label: 'Allow Front-Channel Logout',
      helpText:
        'If On, then front-channel logout should be allowed. Otherwise, clients should favor other logout mechanisms such as back-channel logout.',
      type: 'boolean',
      defaultValue: false,
    },
  ],
  prepare: (configuration) => {
    if (readFlag(configuration, 'allow-front-channel-logout')) return {}
    const refuse = () => invalidRegistration('Front-channel logout is not allowed for this client')
    return {
      ...onChange(({ settings }) => {
        if (settings.frontchannelLogout || settings.attributes['frontchannel.logout.url']) throw refuse()
        return undefined
      }),
      LOGOUT_REQUEST: ({ client }) => {
        if (client?.client.settings.frontchannelLogout) throw refuse()
        return undefined
      },
    }
  },
}

export const lightweightTokenExecutor: ClientPolicyExecutor = {
  id: 'use-lightweight-access-token',
  helpText: 'Use lightweight access token',
  properties: [],
  prepare: () => onEach(tokenRequests, () => ({ isLightweight: true })),
}

export const keepRefreshTokenExecutor: ClientPolicyExecutor = {
  id: 'suppress-refresh-token-rotation',
  helpText: 'When token refresh, it does not return a refreshed refresh token to a client.',
  properties: [],
  prepare: () => ({ TOKEN_REFRESH: () => ({ keepsRefreshToken: true }) }),
}

export const keepRegistrationTokenExecutor: ClientPolicyExecutor = {
  id: 'registration-access-token-rotation-disabled',
  helpText: 'Disables registration access rotation for the client.',
  properties: [],
  prepare: () => ({ UPDATE: () => ({ keepsRegistrationToken: true }) }),
}
