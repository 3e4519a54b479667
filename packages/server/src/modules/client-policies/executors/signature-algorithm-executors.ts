import { readText } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import type { ConfigProperty } from '../../../spi/config-property.ts'
import { amend, type ClientReview, invalidRequest, onChange } from '../amend-client.ts'

const secureAlgorithms = ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'] as const

export function isSecureAlgorithm(algorithm: unknown): boolean {
  return secureAlgorithms.some((one) => one === algorithm)
}

const properties: readonly ConfigProperty[] = [
  {
    name: 'default-algorithm',
    label: 'Default Algorithm',
    helpText:
      'Default signature algorithm, which will be set to clients during client registration/update in case that client does not specify any algorithm',
    type: 'List',
    defaultValue: 'PS256',
    options: secureAlgorithms,
  },
]

const signedByServerOrClient = [
  'user.info.response.signature.alg',
  'request.object.signature.alg',
  'id.token.signed.response.alg',
  'token.endpoint.auth.signing.alg',
  'access.token.signed.response.alg',
] as const

export const secureAlgorithmExecutor: ClientPolicyExecutor = {
  id: 'secure-signature-algorithm',
  helpText:
    'It refuses the client whose signature algorithms are considered not to be secure. This is applied by server for signing ID Token, UserInfo and Access Token. Also it is used by client for Token Endpoint Authentication signature algorithm (for JWT client authenticators) and OIDC Request object. It accepts ES256, ES384, ES512, PS256, PS384 and PS512.',
  properties,
  prepare: (configuration) => onChange(requireAlgorithms(signedByServerOrClient, configuration)),
}

export const cibaAlgorithmExecutor: ClientPolicyExecutor = {
  id: 'secure-ciba-req-sig-algorithm',
  helpText:
    'It refuses the client whose signature algorithms are considered not to be secure. This is applied by server for CIBA backchannel signed authentication request. It accepts ES256, ES384, ES512, PS256, PS384 and PS512.',
  properties,
  prepare: (configuration) => onChange(requireAlgorithms(['ciba.backchannel.auth.request.signing.alg'], configuration)),
}

/** What is not set gets the default; what is set must be secure. */
function requireAlgorithms(
  attributes: readonly string[],
  configuration: Readonly<Record<string, unknown>>,
): ClientReview {
  const chosen = readText(configuration, 'default-algorithm')
  const standard = isSecureAlgorithm(chosen) && chosen !== undefined ? chosen : 'PS256'
  return (draft) => {
    const set = draft.settings.attributes
    for (const name of attributes) {
      if (set[name] !== undefined && !isSecureAlgorithm(set[name]))
        throw invalidRequest('not allowed signature algorithm.')
    }
    const missing = attributes.filter((name) => set[name] === undefined)
    if (missing.length === 0) return undefined
    return amend(draft, { attributes: Object.fromEntries(missing.map((name) => [name, standard])) })
  }
}
