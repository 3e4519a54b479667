import { type PolicyConfiguration, readFlag, readTexts } from '../../model/client-policy/client-policy.ts'
import type { ConfigProperty } from '../../spi/config-property.ts'

/** What an executor asks of documents. */
export interface DocumentRules {
  readonly allowsHttp: boolean
  readonly domains: readonly string[]
  /** Every address of a client is below the same trusted domain. */
  readonly isSameDomain: boolean
  /** Names of metadata that must be there. */
  readonly requiredProperties: readonly string[]
  readonly isConfidential: boolean
}

export function readDocumentRules(configuration: PolicyConfiguration): DocumentRules {
  return {
    allowsHttp: readFlag(configuration, 'cimd-allow-http-scheme'),
    domains: readTexts(configuration, 'cimd-allow-permitted-domains').filter((domain) => domain.trim() !== ''),
    isSameDomain: readFlag(configuration, 'cimd-restrict-same-domain'),
    requiredProperties: readTexts(configuration, 'cimd-required-properties').filter((name) => name.trim() !== ''),
    isConfidential: readFlag(configuration, 'only-allow-confidential-client'),
  }
}

/** The settings as Keycloak describes them. */
export const documentProperties: readonly ConfigProperty[] = [
  {
    name: 'cimd-allow-http-scheme',
    label: 'Allow http scheme',
    helpText:
      'If ON, then the executor allows http scheme as a valid Client ID URL and property of Client Metadata whose value is URL: client_uri, logo_uri, tos_uri, policy_uri, jwks_uri. It can be ON only for development environment. It must be OFF in production environment. ',
    type: 'boolean',
    defaultValue: false,
  },
  {
    name: 'cimd-allow-permitted-domains',
    label: 'Trusted domains',
    helpText:
      "If some domains are filled, the executor only accepts the following URL-formatted parameters whose host part matches one of the filled domains: Authorization request parameters: client_id, redirect_uri, Client metadata properties: client_id, redirect_uris, jwks_uri, logo_uri, policy_uri, tos_uri, client_uri. The domains are checked by using wildcard pattern matching (e.g. '*.example.org'). If the domains not filled, the executor denies all such the parameters and properties. For example, use pattern like '*.example.org' if you want to accept the parameter / property whose domain is 'example.org' or its subdomains.",
    type: 'MultivaluedString',
  },
  {
    name: 'cimd-restrict-same-domain',
    label: 'Restrict same domain',
    helpText:
      'If ON, then the executor checks Client ID URL and Redirect URI of an authorization request and properties of client metadata whose value is URI are under the same one of allow permitted domains.',
    type: 'boolean',
    defaultValue: false,
  },
  {
    name: 'cimd-required-properties',
    label: 'Required properties',
    helpText:
      'If client metadata does not include all the properties, the executor does not accept the client metadata.',
    type: 'MultivaluedString',
  },
  {
    name: 'only-allow-confidential-client',
    label: 'Only Allow Confidential Client',
    helpText: 'If ON, then the executor only accept a Client Metadata showing a confidential client.',
    type: 'boolean',
    defaultValue: false,
  },
]
