import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { ImportedFlow, RealmContentRepresentation } from '@ztrust/contract/admin/realm-content'
import { findClientById } from '../../../model/client/client.store.ts'
import { readClientSecret } from '../../../model/client/client-secret.ts'
import { listRealmClientScopes } from '../../../model/client-scope/client-scope.store.ts'
import { listAuthenticatorConfigs, listFlows } from '../../../model/flow/flow.store.ts'
import { listDefaultGroups } from '../../../model/group/default-group.store.ts'
import { groupPath } from '../../../model/group/group.store.ts'
import { listIdentityProviders } from '../../../model/identity-provider/identity-provider.store.ts'
import { listIdentityProviderMappers } from '../../../model/identity-provider/identity-provider-mapper.store.ts'
import { openIdentityProviderConfig } from '../../../model/identity-provider/identity-provider-secrets.ts'
import { loadRealmNames } from '../../../model/realm/load-realm-names.ts'
import { openSmtpSecret } from '../../../model/realm/smtp-secret.ts'
import { representClient } from '../../../oauth/represent-client.ts'
import type { AdminContext } from '../admin-context.ts'
import { toFlowRepresentation } from '../authentication/to-representation.ts'
import { toClientScopeRepresentation } from '../client-scopes/to-representation.ts'
import {
  toIdentityProviderMapperRepresentation,
  toIdentityProviderRepresentation,
} from '../identity-providers/to-representation.ts'
import { toFullRealm } from '../realms/to-representation.ts'
import { compatibleVersion } from '../server-info/compatible-version.ts'
import { maskedSecret } from '../without-secrets.ts'
import { exportComponents } from './export-components.ts'
import { exportGroups } from './export-groups.ts'
import { type ClientNames, exportRoles } from './export-roles.ts'
import { exportScopeMappings } from './export-scope-mappings.ts'

export interface ExportOptions {
  readonly withClients: boolean
  readonly withGroupsAndRoles: boolean
  /** In clear, for a file that the realm can be made from again; else masked. */
  readonly withSecrets: boolean
}

type Place = Pick<AdminContext, 'server' | 'realm'>

/** The realm as a file, without its users. */
export async function exportRealm(place: Place, options: ExportOptions): Promise<RealmContentRepresentation> {
  const { server, realm } = place
  const { storage, secrets } = server
  const { id, settings } = realm.realm
  const names = await loadRealmNames(storage, id)
  const clientNames: ClientNames = new Map([...names.clients].map(([clientId, rowId]) => [rowId, clientId]))
  const graph = await realm.roles()
  const { withClients, withGroupsAndRoles, withSecrets } = options
  return {
    ...(await exportSettings(place, withSecrets)),
    ...(withGroupsAndRoles
      ? {
          roles: exportRoles(id, names, graph, clientNames, withClients),
          groups: await exportGroups(storage, id, graph, clientNames),
        }
      : {}),
    defaultGroups: await exportDefaultGroups(place),
    localizationTexts: copyTexts(settings.localizationTexts),
    ...(await exportScopeMappings(realm, clientNames, withClients)),
    ...(withClients ? { clients: await exportClients(place, names.clients, withSecrets) } : {}),
    clientScopes: realm.clientScopes.map((scope) => toClientScopeRepresentation(scope, realm)),
    ...(await exportRealmScopes(place)),
    ...(await exportIdentityProviders(place, withSecrets)),
    components: await exportComponents(storage, realm.realm, withSecrets ? secrets : undefined),
    authenticationFlows: await exportFlows(place),
    authenticatorConfig: (await listAuthenticatorConfigs(storage, id)).map(({ id: configId, alias, config }) => ({
      id: configId,
      alias,
      config: { ...config },
    })),
    requiredActions: realm.requiredActions.map(({ id: _, realmId, ...action }) => ({
      ...action,
      config: { ...action.config },
    })),
    keycloakVersion: compatibleVersion,
  }
}

async function exportSettings({ server, realm }: Place, withSecrets: boolean): Promise<RealmContentRepresentation> {
  const settings = await toFullRealm(realm)
  if (!withSecrets) return settings
  const { smtpServer } = realm.realm.settings
  const clear = Object.entries(smtpServer).map(([name, text]) => {
    return [name, openSmtpSecret(realm.realm, name, server.secrets) ?? text]
  })
  return { ...settings, smtpServer: Object.fromEntries(clear) }
}

function copyTexts(texts: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  return Object.fromEntries(Object.entries(texts).map(([locale, ofLocale]) => [locale, { ...ofLocale }]))
}

async function exportFlows({ server, realm }: Place): Promise<ImportedFlow[]> {
  const flows = await listFlows(server.storage, realm.realm.id)
  return flows.map((flow) => ({
    ...toFlowRepresentation(flow, realm),
    providerId: flow.providerId,
    authenticationExecutions: toFlowRepresentation(flow, realm).authenticationExecutions.map((execution, index) => ({
      ...execution,
      requirement: realm.executions(flow.id)[index]?.requirement ?? 'DISABLED',
    })),
  }))
}

async function exportDefaultGroups({ server, realm }: Place): Promise<string[]> {
  const paths: string[] = []
  for (const group of await listDefaultGroups(server.storage, realm.realm.id)) {
    const path = await groupPath(server.storage, group.realmId, group.id)
    if (path !== undefined) paths.push(path)
  }
  return paths.sort()
}

async function exportRealmScopes({ server, realm }: Place) {
  const assigned = await listRealmClientScopes(server.storage, realm.realm.id)
  const namesThat = (isDefault: boolean) =>
    assigned.filter((entry) => entry.isDefault === isDefault).map(({ scope }) => scope.name)
  return { defaultDefaultClientScopes: namesThat(true), defaultOptionalClientScopes: namesThat(false) }
}

async function exportClients(
  { server, realm }: Place,
  clients: ReadonlyMap<string, string>,
  withSecrets: boolean,
): Promise<ClientRepresentation[]> {
  const all: ClientRepresentation[] = []
  for (const clientId of [...clients.keys()].sort()) {
    const client = await findClientById(server.storage, realm.realm.id, clients.get(clientId) ?? '')
    if (!client) continue
    const hasSecret = client.hasSecret && !client.settings.publicClient
    const secret =
      withSecrets && hasSecret ? await readClientSecret(server.storage, client, server.secrets) : maskedSecret
    all.push({ ...(await representClient(realm, client)), ...(hasSecret ? { secret } : {}) })
  }
  return all
}

async function exportIdentityProviders(place: Place, withSecrets: boolean) {
  const { server, realm } = place
  const providers = await listIdentityProviders(server.storage, realm.realm.id)
  const mappers = []
  for (const provider of providers) {
    for (const mapper of await listIdentityProviderMappers(server.storage, provider)) {
      mappers.push(toIdentityProviderMapperRepresentation(mapper, provider.alias))
    }
  }
  return {
    identityProviders: providers.map((provider) => ({
      ...toIdentityProviderRepresentation(provider, place),
      ...(withSecrets ? { config: { ...openIdentityProviderConfig(provider, server.secrets) } } : {}),
    })),
    identityProviderMappers: mappers,
  }
}
