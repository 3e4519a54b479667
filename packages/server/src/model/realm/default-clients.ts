import type { Ids } from '../../kernel/ids.ts'
import { messageReference } from '../../kernel/text.ts'
import type { Client, ClientSettings } from '../client/client.ts'
import { defaultClientSettings } from '../client/default-client-settings.ts'
import type { ProtocolMapper } from '../client-scope/client-scope.ts'
import { claimMapper, type MapperPreset } from '../client-scope/mapper-presets.ts'

export const accountClientId = 'account'
export const accountConsoleClientId = 'account-console'
export const adminCliClientId = 'admin-cli'
export const brokerClientId = 'broker'
export const realmManagementClientId = 'realm-management'
export const adminConsoleClientId = 'security-admin-console'

/** Name of the master realm's client that holds the roles to manage a realm. */
export function managementClientId(realmName: string): string {
  return `${realmName}-realm`
}

const builtIn: ClientSettings = { ...defaultClientSettings, fullScopeAllowed: false, nodeReRegistrationTimeout: 0 }

interface ClientPreset {
  readonly clientId: string
  readonly settings: Partial<ClientSettings>
  readonly mappers?: readonly MapperPreset[]
}

const bearerOnly = { bearerOnly: true, attributes: { realm_client: 'true' } }

function presets(realmName: string): readonly ClientPreset[] {
  const account = {
    rootUrl: messageReference('authBaseUrl'),
    baseUrl: `/realms/${realmName}/account/`,
    redirectUris: [`/realms/${realmName}/account/*`],
    publicClient: true,
  }
  return [
    {
      clientId: accountClientId,
      settings: { ...account, attributes: { realm_client: 'false', 'post.logout.redirect.uris': '+' } },
    },
    {
      clientId: accountConsoleClientId,
      settings: {
        ...account,
        attributes: {
          realm_client: 'false',
          'post.logout.redirect.uris': '+',
          'pkce.code.challenge.method': 'S256',
        },
      },
      mappers: [{ name: 'audience resolve', mapper: 'oidc-audience-resolve-mapper', config: {} }],
    },
    {
      clientId: adminCliClientId,
      settings: {
        publicClient: true,
        standardFlowEnabled: false,
        directAccessGrantsEnabled: true,
        fullScopeAllowed: true,
        attributes: { realm_client: 'false', 'client.use.lightweight.access.token.enabled': 'true' },
      },
    },
    { clientId: brokerClientId, settings: bearerOnly },
    {
      clientId: adminConsoleClientId,
      settings: {
        rootUrl: messageReference('authAdminUrl'),
        baseUrl: `/admin/${realmName}/console/`,
        redirectUris: [`/admin/${realmName}/console/*`],
        webOrigins: ['+'],
        publicClient: true,
        fullScopeAllowed: true,
        attributes: {
          realm_client: 'false',
          'client.use.lightweight.access.token.enabled': 'true',
          'post.logout.redirect.uris': '+',
          'pkce.code.challenge.method': 'S256',
        },
      },
      mappers: [claimMapper('locale', 'locale', 'locale')],
    },
  ]
}

export interface DefaultClients {
  readonly clients: readonly Client[]
  readonly mappers: readonly ProtocolMapper[]
}

/** The built-in clients of a realm; the master realm has no `realm-management`. */
export function makeDefaultClients(
  realm: { readonly id: string; readonly name: string; readonly isMaster: boolean },
  ids: Ids,
  now: number,
): DefaultClients {
  const management = { clientId: realmManagementClientId, settings: bearerOnly }
  const all = realm.isMaster ? presets(realm.name) : [...presets(realm.name), management]
  const made = all.map(({ clientId, settings, mappers = [] }: ClientPreset) => {
    const client = makeClient(
      realm.id,
      clientId,
      { name: messageReference(`client_${clientId}`), ...settings },
      ids,
      now,
    )
    return {
      client,
      mappers: mappers.map((mapper) => ({
        id: ids.ordered(),
        realmId: realm.id,
        clientId: client.id,
        protocol: client.protocol,
        ...mapper,
      })),
    }
  })
  return { clients: made.map(({ client }) => client), mappers: made.flatMap(({ mappers }) => mappers) }
}

/** The master realm's client for the management of a realm: `{realm}-realm`. */
export function makeManagementClient(masterId: string, realmName: string, ids: Ids, now: number): Client {
  return makeClient(masterId, managementClientId(realmName), { name: `${realmName} Realm`, ...bearerOnly }, ids, now)
}

function makeClient(
  realmId: string,
  clientId: string,
  settings: Partial<ClientSettings>,
  ids: Ids,
  now: number,
): Client {
  return {
    id: ids.ordered(),
    realmId,
    clientId,
    enabled: true,
    protocol: 'openid-connect',
    settings: { ...builtIn, ...settings },
    hasSecret: false,
    createdAt: now,
    updatedAt: now,
  }
}

/** The client of this name in a list that is known to hold it. */
export function clientNamed(clients: readonly Client[], clientId: string): Client {
  const client = clients.find((candidate) => candidate.clientId === clientId)
  if (!client) throw new Error(`The client ${clientId} is missing from the defaults`)
  return client
}
