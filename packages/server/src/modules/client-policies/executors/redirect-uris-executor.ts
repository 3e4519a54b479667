import { OAuthError } from '../../../kernel/error.ts'
import { isRedirectUriAllowed, resolveRedirectUris } from '../../../model/client/redirect-uri.ts'
import { type PolicyConfiguration, readFlag, readTexts } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { onChange } from '../amend-client.ts'
import { toPattern } from './to-pattern.ts'

const flag = <Name extends string>(name: Name, label: string, helpText: string) =>
  ({ name, label, helpText, type: 'boolean', defaultValue: false }) as const

const addressFlags = [
  flag(
    'allow-ipv4-loopback-address',
    'Allow IPv4 loopback address',
    "If ON, then the executor allows IPv4 loopback address as a valid redirect uri. For example, 'http://127.0.0.1:{port}/{path}' . ",
  ),
  flag(
    'allow-ipv6-loopback-address',
    'Allow IPv6 loopback address',
    "If ON, then the executor allows IPv6 loopback address as a valid redirect uri. For example, 'http://[::1]:{port}/{path}' . ",
  ),
  flag(
    'allow-private-use-uri-scheme',
    'Allow private use URI scheme',
    "If ON, then the executor allows a private-use URI scheme (aka custom URL scheme) as a valid redirect uri. For example, an app that controls the domain name 'app.example.com' can use 'com.example.app' as their scheme.",
  ),
  flag(
    'allow-http-scheme',
    'Allow http scheme',
    'If On, then the executor allows http scheme as a valid redirect uri.',
  ),
  flag(
    'allow-wildcard-context-path',
    'Allow wildcard in context-path',
    'If ON, then it will allow wildcard in context-path uris. For example, domain.example.com/*',
  ),
] as const

const complianceFlags = [
  flag(
    'oauth-2-0-compliant',
    'OAuth 2.0 Compliant',
    "If On, then the executor enforces OAuth 2.0 (RFC 6749) redirect URI rules. This means that URL fragments and wildcard redirect URIs are not allowed. This is less strict than 'OAuth 2.1 Compliant', which additionally disallows 'localhost' and requires HTTPS.",
  ),
  flag(
    'oauth-2-1-compliant',
    'OAuth 2.1 Compliant',
    "If On, then the executor checks and matches the uri by following OAuth 2.1 specification. This means that for example URL fragments, wildcard redirect uris or URL using 'localhost' are not allowed.",
  ),
  flag(
    'allow-open-redirect',
    'Allow open redirect',
    'If ON, then the executor does not verify a redirect uri even if its other setting is ON. WARNING: This is insecure and should be used with care as open redirects are bad practice.',
  ),
] as const

type FlagName = (typeof addressFlags | typeof complianceFlags)[number]['name']

export const redirectUrisExecutor: ClientPolicyExecutor = {
  id: 'secure-redirect-uris-enforcer',
  helpText:
    "On registering and updating a client, this executor only allows a valid redirect uri. On receiving an authorization request, this executor checks whether a redirect uri parameter matches registered redirect uris in the way that depends on the executor's setting.",
  properties: [
    ...addressFlags,
    {
      name: 'allow-permitted-domains',
      label: 'Allow permitted domains',
      helpText:
        "If some domains are filled, the redirect uri host must match one of registered domains. If not filled, then all domains are possible to use. The domains are checked by using regex. For example use pattern like this '(.*)\\.example\\.org' if you want clients to register redirect-uris only from domain 'example.org'.Don't forget to use escaping of special characters like dots as otherwise dot is interpreted as any character in regex!",
      type: 'MultivaluedString',
    },
    ...complianceFlags,
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
  const isOn = (name: FlagName) => readFlag(configuration, name)
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
