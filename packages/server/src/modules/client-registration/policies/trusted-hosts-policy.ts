import { lookup, reverse } from 'node:dns/promises'
import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import ipaddr from 'ipaddr.js'
import { type ComponentConfig, configValue } from '../../../model/component/component.ts'
import { PolicyRefusal, type RegistrationPolicy } from '../../../spi/registration-policy.ts'

/** Where requests may come from, and where addresses of registered clients may lead. */
export const trustedHostsPolicy: RegistrationPolicy = {
  id: 'trusted-hosts',
  helpText:
    "Allows to specify from which hosts is user able to register and which redirect URIs can client use in it's configuration",
  properties: () => [
    {
      name: 'trusted-hosts',
      label: 'trusted-hosts.label',
      helpText: 'trusted-hosts.tooltip',
      type: 'MultivaluedString',
    },
    {
      name: 'host-sending-registration-request-must-match',
      label: 'host-sending-registration-request-must-match.label',
      helpText: 'host-sending-registration-request-must-match.tooltip',
      type: 'boolean',
      defaultValue: 'true',
    },
    {
      name: 'client-uris-must-match',
      label: 'client-uris-must-match.label',
      helpText: 'client-uris-must-match.tooltip',
      type: 'boolean',
      defaultValue: 'true',
    },
  ],
  async admit({ config, request }) {
    if (!isOn(config, 'host-sending-registration-request-must-match')) return
    if (!(await isTrustedSender(hostsOf(config), request.ip))) throw new PolicyRefusal('Host not trusted.')
  },
  async review({ config }, { client }) {
    if (!isOn(config, 'client-uris-must-match')) return client
    const hosts = hostsOf(config)
    for (const address of addressesOf(client)) {
      const host = URL.parse(address)?.hostname ?? ''
      if (!hosts.some((trusted) => matchesHost(trusted, host))) {
        throw new PolicyRefusal("URL doesn't match any trusted host or trusted domain")
      }
    }
    return client
  },
}

const isOn = (config: ComponentConfig, name: string) => configValue(config, name) !== 'false'
const hostsOf = (config: ComponentConfig) => (config['trusted-hosts'] ?? []).map((host) => host.trim().toLowerCase())

/** `*.example.org` stands for everything below example.org. */
export function matchesHost(trusted: string, host: string): boolean {
  const name = host.toLowerCase()
  return trusted.startsWith('*.')
    ? name.endsWith(trusted.slice(1)) && name.length > trusted.length - 1
    : name === trusted
}

async function isTrustedSender(hosts: readonly string[], sender: string): Promise<boolean> {
  const address = normalize(sender)
  for (const host of hosts.filter((one) => !one.startsWith('*.'))) {
    if ((await addressesOfHost(host)).includes(address)) return true
  }
  const domains = hosts.filter((one) => one.startsWith('*.'))
  if (domains.length === 0) return false
  for (const name of await reverse(address).catch(() => [])) {
    // Who owns an address may give it any name: the name has to lead back to it.
    const isInDomain = domains.some((domain) => matchesHost(domain, name))
    if (isInDomain && (await addressesOfHost(name)).includes(address)) return true
  }
  return false
}

async function addressesOfHost(host: string): Promise<readonly string[]> {
  if (ipaddr.isValid(host)) return [normalize(host)]
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.map((one) => normalize(one.address))
}

/** One spelling for each address; those of IPv4 that came in IPv6 are IPv4. */
function normalize(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address
}

/** Everything in a client that a browser or this server may be sent to. */
function addressesOf(client: ClientRepresentation): readonly string[] {
  const { rootUrl, baseUrl, adminUrl, redirectUris = [], attributes = {} } = client
  const named = ['jwks.url', 'backchannel.logout.url', 'frontchannel.logout.url', 'logoUri', 'policyUri', 'tosUri']
  const listed = ['request.uris', 'post.logout.redirect.uris'].flatMap((name) => (attributes[name] ?? '').split('##'))
  const all = [rootUrl, baseUrl, adminUrl, ...redirectUris, ...named.map((name) => attributes[name]), ...listed]
  const absolute = all.filter((one): one is string => typeof one === 'string' && !['', '+', '-'].includes(one))
  // What is relative to a root URL leads where the root URL leads.
  return absolute.filter((one) => !(one.startsWith('/') && rootUrl))
}
