import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { readTexts } from '../../../model/client-policy/client-policy.ts'
import { listUserGroups } from '../../../model/group/group-member.store.ts'
import { effectiveRoles } from '../../../model/user/user-role.store.ts'
import type { ClientPolicyCondition } from '../../../spi/client-policy.ts'
import { negativeLogicProperty, withNegativeLogic } from './negative-logic.ts'

/** How the client comes to be registered or changed. */
export const updaterContextCondition: ClientPolicyCondition = {
  id: 'client-updater-context',
  helpText:
    'The condition checks the context how is client created/updated to determine whether the policy is applied. For example it checks if client is created with admin REST API or OIDC dynamic client registration. And for the letter case if it is ANONYMOUS client registration or AUTHENTICATED client registration with Initial access token or Registration access token and so on.',
  properties: [
    negativeLogicProperty,
    {
      name: 'update-client-source',
      label: 'Update Client Context',
      helpText:
        'Specifies the context how is client created or updated. ByInitialAccessToken is usually OpenID Connect client registration with the initial access token. ByRegistrationAccessToken is usually OpenID Connect client update request with the registration access token. ByAuthenticatedUser is usually Admin REST request with the token on behalf of authenticated user or client (service account). ByAnonymous is usually anonymous OpenID Client registration request.',
      type: 'MultivaluedList',
      defaultValue: 'ByAuthenticatedUser',
      options: ['ByAuthenticatedUser', 'ByAnonymous', 'ByInitialAccessToken', 'ByRegistrationAccessToken'],
    },
  ],
  prepare(configuration) {
    const sources = readTexts(configuration, 'update-client-source')
    return withNegativeLogic(configuration, ({ author }) => author && sources.includes(author.source))
  },
}

/** From where. Names are looked up; `*.example.org` needs the address's own name, which is not asked for here. */
export const updaterHostCondition: ClientPolicyCondition = {
  id: 'client-updater-source-host',
  helpText:
    'The condition checks the host/domain of the entity who tries to create/update the client to determine whether the policy is applied.',
  properties: [
    negativeLogicProperty,
    {
      name: 'trusted-hosts',
      label: 'client-updater-trusted-hosts.label',
      helpText: 'client-updater-trusted-hosts.tooltip',
      type: 'MultivaluedString',
    },
  ],
  prepare(configuration) {
    const hosts = readTexts(configuration, 'trusted-hosts')
    return withNegativeLogic(configuration, async ({ author, request }) => {
      if (!author) return undefined
      const sender = normalize(request.ip)
      for (const host of hosts) if ((await addressesOfHost(host)).includes(sender)) return true
      return false
    })
  },
}

async function addressesOfHost(host: string): Promise<readonly string[]> {
  if (ipaddr.isValid(host)) return [normalize(host)]
  return (await lookup(host, { all: true }).catch(() => [])).map(({ address }) => normalize(address))
}

function normalize(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address
}

/** By members of which groups. */
export const updaterGroupsCondition: ClientPolicyCondition = {
  id: 'client-updater-source-groups',
  helpText:
    'The condition checks the group of the entity who tries to create/update the client to determine whether the policy is applied.',
  properties: [
    negativeLogicProperty,
    {
      name: 'groups',
      label: 'client-updater-source-groups.label',
      helpText: 'client-updater-source-groups.tooltip',
      type: 'MultivaluedString',
      defaultValue: 'topGroup',
    },
  ],
  prepare(configuration) {
    const wanted = readTexts(configuration, 'groups')
    return withNegativeLogic(configuration, async ({ server, author }) => {
      if (!author?.user || !author.realm) return author ? false : undefined
      const page = { first: 0, max: 1000 }
      const groups = await listUserGroups(server.storage, author.realm.realm.id, author.user.id, page)
      return groups.some(({ name }) => wanted.includes(name))
    })
  },
}

/** By whom: `admin` for a realm role, `realm-management.create-client` for one of a client. */
export const updaterRolesCondition: ClientPolicyCondition = {
  id: 'client-updater-source-roles',
  helpText:
    'The condition checks the role of the entity who tries to create/update the client to determine whether the policy is applied.',
  properties: [
    negativeLogicProperty,
    {
      name: 'roles',
      label: 'client-updater-source-roles.label',
      helpText: 'client-updater-source-roles.tooltip',
      type: 'MultivaluedString',
      defaultValue: 'admin',
    },
  ],
  prepare(configuration) {
    const wanted = readTexts(configuration, 'roles')
    return withNegativeLogic(configuration, async ({ server, author }) => {
      if (!author?.user || !author.realm) return author ? false : undefined
      const { realm } = author
      const roles = await effectiveRoles(server.storage, realm, author.user)
      for (const role of roles) {
        const client = role.clientId === undefined ? undefined : await realm.clientById(role.clientId)
        if (wanted.includes(client ? `${client.client.clientId}.${role.name}` : role.name)) return true
      }
      return false
    })
  },
}
