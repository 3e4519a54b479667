import { JwtError, readUnverifiedJwt } from '../../../crypto/jws.ts'
import { InvalidInput, OAuthError } from '../../../kernel/error.ts'
import { readFlag, readText, readTexts } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyContext, ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { amend, authenticatedRequests, invalidMetadata, invalidRequest, onChange, onEach } from '../amend-client.ts'
import { isSecureAlgorithm } from './signature-algorithm-executors.ts'

const authenticators = ['client-jwt', 'client-secret', 'federated-jwt', 'client-x509', 'client-secret-jwt'] as const

export const secureClientAuthenticatorExecutor: ClientPolicyExecutor = {
  id: 'secure-client-authenticator',
  helpText: 'It makes the client enforce registering/updating secure client authentication.',
  properties: [
    {
      name: 'allowed-client-authenticators',
      label: 'Allowed Client Authenticators',
      helpText:
        'List of available client authentication methods, which are allowed for clients to use. Other client authentication methods will not be allowed.',
      type: 'MultivaluedList',
      options: authenticators,
    },
    {
      name: 'default-client-authenticator',
      label: 'Default Client Authenticator',
      helpText:
        "This client authentication method will be set as the authentication method to new clients during register/update request of the client in case that client does not have explicitly set other client authenticator method. If it is not set, then the client authenticator won't be set on new clients. Regardless the value of this option, client is still always validated to match with any of the allowed client authentication methods",
      type: 'List',
      defaultValue: 'client-jwt',
      options: authenticators,
    },
  ],
  prepare(configuration) {
    const allowed = readTexts(configuration, 'allowed-client-authenticators')
    const standard = readText(configuration, 'default-client-authenticator')
    return {
      ...onChange((draft) => {
        const { asked, settings, current } = draft
        if (!current && asked.clientAuthenticatorType === undefined && standard !== undefined) {
          return amend(draft, { clientAuthenticatorType: standard })
        }
        if (allowed.includes(settings.clientAuthenticatorType)) return undefined
        throw invalidMetadata('Invalid client metadata: token_endpoint_auth_method')
      }),
      ...onEach(authenticatedRequests, ({ client }) => {
        if (allowed.includes(client?.client.settings.clientAuthenticatorType ?? '')) return undefined
        throw invalidRequest('Configured client authentication method not allowed for client')
      }),
    }
  },
}

/** FAPI 2.0 Security Profile, section 5.3.2.1: the audience of an assertion is the issuer, alone and as a text. */
export const assertionAudienceExecutor: ClientPolicyExecutor = {
  id: 'secure-client-authentication-assertion',
  helpText:
    "This executor only accepts Keycloak's issuer URI as the aud claim value in a client authentication assertion ",
  properties: [],
  prepare: () =>
    onEach(authenticatedRequests, (context) => {
      const assertion = readAssertion(context)
      const issuer = context.server.urls.realm(context.realm.realm.name)
      if (!assertion || assertion.claims['aud'] === issuer) return undefined
      throw new OAuthError('invalid_client', 'Invalid token audience', { status: 401 })
    }),
}

export const assertionAlgorithmExecutor: ClientPolicyExecutor = {
  id: 'secure-signature-algorithm-signed-jwt',
  helpText:
    'It refuses the client whose JWT token signature algorithms are considered not to be secure. It accepts ES256, ES384, ES512, PS256, PS384 and PS512.',
  properties: [
    {
      name: 'require-client-assertion',
      label: 'Require Client Assertion',
      helpText:
        "If this is ON, then parameter 'client_assertion' will be required in the requests and request will fail if it is not present. If false, then parameter 'client_assertion' is not required in the requests, which is convenient for example for clients authenticating with MTLS. When 'client_assertion' parameter is present in the request, then the algorithm on the JWT from specified client assertion is always checked regardless of the value of this switch",
      type: 'boolean',
      defaultValue: false,
    },
  ],
  prepare(configuration) {
    const isRequired = readFlag(configuration, 'require-client-assertion')
    return onEach(authenticatedRequests, (context) => {
      const assertion = readAssertion(context)
      if (!assertion && isRequired) throw invalidRequest('client assertion is required.')
      if (!assertion || isSecureAlgorithm(assertion.header['alg'])) return undefined
      throw invalidRequest('not allowed signature algorithm.')
    })
  },
}

const authorityAttribute = 'x509.casubjectdn'

/** RFC 8705, section 2.1.2: the authority behind the certificates of clients. */
export const certificateAuthorityExecutor: ClientPolicyExecutor = {
  id: 'tls-client-auth-ca-subject-dn',
  helpText:
    'Executor to add a default Certificate Authority (CA) Subject DN when X509 cauthentication (tls_client_auth) is used\nin the client registration service. The value can also be enforced to reject unwanted CA names.\n',
  properties: [
    {
      name: 'ca-subject-dn',
      label: 'Certificate Authority subject DN',
      helpText:
        'Default subject DN of the root Certificate Authority (CA) that issued the certificate for the client (trust anchor).\nThe CA Subject DN can be in the RFC4514 or RFC1779 format.\n',
      type: 'String',
      required: true,
    },
    {
      name: 'enforced',
      label: 'Enforced',
      helpText:
        'If false, the executor allows to pass other CA DN and the configured value is only used as default\nvalue in client registration service.\nIf true, the executor rejects any CA subject DN different to the one configured in the policy.\n',
      type: 'boolean',
      defaultValue: false,
    },
  ],
  prepare(configuration) {
    const authority = readText(configuration, 'ca-subject-dn')
    if (authority === undefined) throw new InvalidInput('ca-subject-dn', 'error-empty')
    return onChange((draft) => {
      if (draft.settings.clientAuthenticatorType !== 'client-x509') return undefined
      const named = draft.settings.attributes[authorityAttribute]
      if (named === undefined) return amend(draft, { attributes: { [authorityAttribute]: authority } })
      if (named === authority || !readFlag(configuration, 'enforced')) return undefined
      throw invalidMetadata('Invalid client metadata: CA subject DN')
    })
  },
}

/** The assertion that came with the request; that it is good was found out before. */
function readAssertion({ parameters }: ClientPolicyContext) {
  const assertion = parameters['client_assertion']
  if (assertion === undefined) return undefined
  try {
    return readUnverifiedJwt(assertion)
  } catch (cause) {
    if (!(cause instanceof JwtError)) throw cause
    throw new OAuthError('invalid_client', 'Invalid client assertion', { status: 401, cause })
  }
}
