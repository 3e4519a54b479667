import { OAuthError } from '../../../kernel/error.ts'
import { readFlag } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyExecutor, ClientPolicyHandler } from '../../../spi/client-policy.ts'
import { amend, invalidMetadata, invalidRequest, onChange, onEach } from '../amend-client.ts'
import { autoConfigureProperty } from './auto-configure.ts'

/** What comes by the browser or ahead of it. */
const authorizationRequests = ['AUTHORIZATION_REQUEST', 'PUSHED_AUTHORIZATION_REQUEST'] as const

export const secureSessionExecutor: ClientPolicyExecutor = {
  id: 'secure-session',
  helpText:
    "To prevent CSRF, it refuses the client's authorization request which lacks 'nonce' parameter in OIDC flow or 'state' parameter in OAuth2 grant.",
  properties: [],
  prepare: () =>
    onEach(authorizationRequests, ({ parameters }) => {
      const isOpenId = (parameters['scope'] ?? '').split(' ').includes('openid')
      const needed = isOpenId ? 'nonce' : 'state'
      if (parameters[needed] === undefined) throw invalidRequest(`Missing parameter: ${needed}`)
      return undefined
    }),
}

export const pkceExecutor: ClientPolicyExecutor = {
  id: 'pkce-enforcer',
  helpText: 'It makes the client enforce Proof Key for Code Exchange operation with secure algorithm like S256.',
  properties: [
    autoConfigureProperty(
      'If On, then the during client creation or update, the configuration of the client will be auto-configured to enforce usage of PKCE with secure algorithm S256',
      false,
    ),
  ],
  prepare: (configuration) => ({
    ...onChange((draft) => {
      if (draft.settings.attributes['pkce.code.challenge.method'] === 'S256') return undefined
      if (readFlag(configuration, 'auto-configure')) {
        return amend(draft, { attributes: { 'pkce.code.challenge.method': 'S256' } })
      }
      throw invalidMetadata('Invalid client metadata: code_challenge_method')
    }),
    ...onEach(authorizationRequests, requireChallenge),
    TOKEN_REQUEST: ({ parameters }) => {
      if (parameters['code_verifier'] !== undefined) return undefined
      throw new OAuthError('invalid_grant', 'PKCE code verifier not specified', { event: 'code_verifier_missing' })
    },
  }),
}

/** RFC 7636, section 4.3; RFC 9700, section 2.1.1. */
const requireChallenge: ClientPolicyHandler = ({ parameters }) => {
  const method = parameters['code_challenge_method']
  if (method === undefined) throw invalidRequest('Missing parameter: code_challenge_method')
  if (method !== 'S256') throw invalidRequest('Invalid parameter: invalid code_challenge_method')
  if (parameters['code_challenge'] === undefined) throw invalidRequest('Missing parameter: code_challenge')
  return undefined
}

export const secureResponseTypeExecutor: ClientPolicyExecutor = {
  id: 'secure-response-type',
  helpText:
    'The executor checks whether the client sent its authorization request with code id_token or code id_token token in its response type depending on its setting.',
  properties: [
    autoConfigureProperty(
      'If On, then the during client creation or update, the configuration of the client will be auto-configured to use ID token returned from authorization endpoint as detached signature.',
      false,
    ),
    {
      name: 'allow-token-response-type',
      label: 'Allow-token-response-type',
      helpText: 'If On, then it allows an access token returned from authorization endpoint in hybrid flow.',
      type: 'boolean',
      defaultValue: false,
    },
  ],
  prepare: (configuration) => ({
    ...onChange((draft) => {
      if (draft.settings.attributes['id.token.as.detached.signature'] === 'true') return undefined
      if (readFlag(configuration, 'auto-configure')) {
        return amend(draft, { attributes: { 'id.token.as.detached.signature': 'true' } })
      }
      throw invalidMetadata('Invalid client metadata: ID Token as detached signature in disabled')
    }),
    ...onEach(authorizationRequests, ({ parameters }) => {
      const type = (parameters['response_type'] ?? '').split(' ').sort().join(' ')
      const isSigned = parameters['response_mode']?.endsWith('jwt') ?? false
      if (type === 'code id_token' || (type === 'code' && isSigned)) return undefined
      if (type === 'code id_token token' && readFlag(configuration, 'allow-token-response-type')) return undefined
      throw invalidRequest('invalid response_type')
    }),
  }),
}

/** FAPI 2.0 Security Profile, section 5.3.2.2: only pushed requests, and nothing beside them. */
export const securePushedRequestExecutor: ClientPolicyExecutor = {
  id: 'secure-par-content',
  helpText: 'It checks if a PAR request includes necessary parameters included by an authorization request.',
  properties: [],
  prepare: () => ({
    PRE_AUTHORIZATION_REQUEST: ({ isPushed, beside = {}, parameters }) => {
      if (!isPushed) throw invalidRequest('PAR request_uri not included.')
      const names = Object.keys(beside).filter((name) => name !== 'request_uri' && name !== 'client_id')
      if (names.every((name) => parameters[name] !== undefined)) return undefined
      throw invalidRequest('PAR request did not include query parameter')
    },
  }),
}
