import { readFlag, readTexts } from '../../model/client-policy/client-policy.ts'
import type { ClientPolicyCondition } from '../../spi/client-policy.ts'
import { hostOf, isTrustedHost } from './trusted-domains.ts'

const schemesKey = 'client-id-uri-scheme'
const domainsKey = 'client-id-uri-allow-permitted-domains'

/** Which addresses name clients that may be fetched. Has nothing to say of requests of clients that are there. */
export const clientIdUriCondition: ClientPolicyCondition = {
  id: 'client-id-uri',
  helpText:
    'The condition checks that the scheme part of client_id parameter matches one of the filled ones and the host part of the client_id matches one of the filled domains.',
  properties: [
    {
      name: 'is-negative-logic',
      label: 'Negative Logic',
      helpText: "If On, the result of condition's evaluation is reverted from true to false and vice versa.",
      type: 'boolean',
      defaultValue: false,
    },
    { name: schemesKey, label: 'URI scheme', helpText: 'Scheme part of the URI', type: 'MultivaluedString' },
    {
      name: domainsKey,
      label: 'Trusted domains',
      helpText:
        "If some domains are filled, The condition evaluates to true if the host part of client_id parameter in an authorization request matches one of the filled domains. Otherwise, the condition evaluates to false The domains are checked by using wildcard pattern matching (e.g. '*.example.org'). If the domains not filled, the condition evaluate to false regardless of the client_id parameter value. For example, use pattern like '*.example.org' if you want to accept the parameter / property whose domain is 'example.org' or its subdomains.",
      type: 'MultivaluedString',
    },
  ],
  prepare(configuration) {
    const schemes = readTexts(configuration, schemesKey)
    const domains = readTexts(configuration, domainsKey)
    const isNegative = readFlag(configuration, 'is-negative-logic')
    return ({ event, parameters }) => {
      if (event !== 'CLIENT_RESOLUTION' && event !== 'PRE_AUTHORIZATION_REQUEST') return undefined
      const clientId = parameters['client_id'] ?? ''
      const host = hostOf(clientId)
      const isNamed =
        schemes.some((scheme) => clientId.startsWith(`${scheme}:`)) &&
        host !== undefined &&
        isTrustedHost(host, domains)
      return isNamed !== isNegative
    }
  },
}
