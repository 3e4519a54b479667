import { OAuthError } from '../../../kernel/error.ts'
import { isRedirectUriAllowed, resolveRedirectUris } from '../../../model/client/redirect-uri.ts'
import { type PolicyConfiguration, readFlag, readTexts } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import type { ConfigProperty } from '../../../spi/config-property.ts'
import { onChange } from '../amend-client.ts'
import { toPattern } from './to-pattern.ts'

const flags = {
  'allow-ipv4-loopback-address': 'Allow IPv4 loopback address',
  'allow-ipv6-loopback-address': 'Allow IPv6 loopback address',
  'allow-private-use-uri-scheme': 'Allow private use URI scheme',
  'allow-http-scheme': 'Allow http scheme',
  'allow-wildcard-context-path': 'Allow wildcard context path',
  'oauth-2-0-compliant': 'OAuth 2.0 Compliant',
  'oauth-2-1-compliant': 'OAuth 2.1 Compliant',
  'allow-open-redirect': 'Allow open redirect',
} as const

const flagProperties = Object.entries(flags).map(
  ([name, label]): ConfigProperty => ({ name, label, helpText: label, type: 'boolean', defaultValue: false }),
)

export const redirectUrisExecutor: ClientPolicyExecutor = {
  id: 'secure-redirect-uris-enforcer',
  helpText:
    "On registering and updating a client, this executor only allows a valid redirect uri. On receiving an authorization request, this executor checks whether a redirect uri parameter matches registered redirect uris in the way that depends on the executor's setting.",
  properties: [
    ...flagProperties,
    {
      name: 'allow-permitted-domains',
      label: 'Allow permitted domains',
      helpText: 'Regular expressions, of which the host of a redirect URI must match one.',
      type: 'MultivaluedString',
    },
  ],
  prepare(configuration) {
    const findProblem = compileRules(configuration)
    const isStrict = readFlag(configuration, 'oauth-2-1-compliant')
    return {
      ...onChange(({ settings }, { server }) => {
        for (const uri of resolveRedirectUris(settings, server.urls.base)) refuseIf(findProblem(uri))
        return undefined
      }),
      PRE_AUTHORIZATION_REQUEST: ({ client, parameters, server }) => {
        const uri = parameters['redirect_uri']
        if (uri === undefined || !client) return undefined
        refuseIf(findProblem(uri))
        // OAuth 2.1, section 2.3.1: compared as a whole; what is registered with a wildcard counts for nothing.
        const { settings } = client.client
        const exact = { ...settings, redirectUris: settings.redirectUris.filter((one) => !one.endsWith('*')) }
        if (isStrict && !isRedirectUriAllowed(uri, exact, server.urls.base)) refuseIf('invalid uri')
        return undefined
      },
    }
  },
}

function refuseIf(problem: string | undefined): void {
  if (problem !== undefined) throw new OAuthError('invalid_request', `Invalid Redirect Uri: ${problem}`)
}

/** What is wrong with a redirect URI under this configuration, in Keycloak's words. */
function compileRules(configuration: PolicyConfiguration): (uri: string) => string | undefined {
  const isOn = (name: keyof typeof flags) => readFlag(configuration, name)
  const domains = readTexts(configuration, 'allow-permitted-domains').map((text) =>
    toPattern('allow-permitted-domains', text),
  )
  const isStrict = isOn('oauth-2-1-compliant')
  return (uri) => {
    if (isOn('allow-open-redirect')) return undefined
    const url = URL.parse(uri)
    if (!url || uri.includes('#') || url.username !== '' || url.password !== '') return 'invalid uri'
    if (uri.includes('*') && (isStrict || !isOn('allow-wildcard-context-path') || !/\/\*$/.test(uri))) {
      return 'invalid uri'
    }
    const { protocol, hostname } = url
    if (protocol !== 'https:' && protocol !== 'http:') {
      if (!isOn('allow-private-use-uri-scheme')) return 'invalid private use scheme'
      // RFC 8252, section 7.1: a domain name reversed, and no authority.
      return isStrict && (!protocol.includes('.') || /^[^:]+:\/\//.test(uri)) ? 'invalid private use scheme' : undefined
    }
    if (/^127(\.\d+){3}$/.test(hostname)) {
      return isOn('allow-ipv4-loopback-address') ? undefined : 'invalid loopback address'
    }
    if (hostname === '[::1]') return isOn('allow-ipv6-loopback-address') ? undefined : 'invalid loopback address'
    // RFC 8252, section 8.3: a name may be resolved to something else.
    if (hostname === 'localhost') {
      return isOn('allow-ipv4-loopback-address') && !isStrict ? undefined : 'invalid loopback address'
    }
    if (protocol === 'http:' && (isStrict || !isOn('allow-http-scheme'))) return 'invalid uri'
    if (domains.length > 0 && !domains.some((domain) => domain.test(hostname))) return 'not allowed domain'
    return undefined
  }
}
