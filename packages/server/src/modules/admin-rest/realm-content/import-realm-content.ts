import type { LeftOut } from '@ztrust/contract/admin/imported-user'
import type { RealmContentRepresentation } from '@ztrust/contract/admin/realm-content'
import { InvalidInput } from '../../../kernel/error.ts'
import { listFlows } from '../../../model/flow/flow.store.ts'
import { flowBindings } from '../../../model/flow/flow-binding.ts'
import type { BuiltInIds } from '../../../model/realm/keep-built-in-ids.ts'
import type { Realm } from '../../../model/realm/realm.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { addComposites } from '../../../model/role/add-composites.ts'
import { findRole } from '../../../model/role/role.store.ts'
import { updateRole } from '../../../model/role/update-role.ts'
import { requireValidPolicies, requireValidProfiles } from '../../../oauth/require-valid-policies.ts'
import type { ServerContext } from '../../../spi/server-context.ts'
import type { Tx } from '../../../storage/db.ts'
import { importClientScopes, importRealmScopes } from './import-client-scopes.ts'
import { importClients } from './import-clients.ts'
import { importComponents } from './import-components.ts'
import { importFlows } from './import-flows.ts'
import { importDefaultGroups, importGroups } from './import-groups.ts'
import { importIdentityProviders } from './import-identity-providers.ts'
import { importRequiredActions } from './import-required-actions.ts'
import { importRoles } from './import-roles.ts'
import { importScopeMappings } from './import-scope-mappings.ts'
import { importUser, type PreparedUser } from './import-users.ts'
import { ensureRole, leaveOut, openDraft, type RealmDraft, toSnapshot } from './realm-draft.ts'

/**
 * Puts the content of a file into a realm that was just made, in the order in which things name each other. Gives what
 * had no place. Throws for content that contradicts itself: then nothing of the realm stays.
 */
export async function importRealmContent(
  tx: Tx,
  server: ServerContext,
  realm: Realm,
  content: RealmContentRepresentation,
  users: readonly PreparedUser[],
): Promise<readonly LeftOut[]> {
  const draft = await openDraft(tx, server, realm)
  await renameDefaultRole(draft, content.defaultRole?.name)
  if (content.clientScopes) await importClientScopes(draft, content.clientScopes)
  await importRealmScopes(draft, content)
  if (content.authenticationFlows) {
    await importFlows(draft, content.authenticationFlows, content.authenticatorConfig ?? [])
  }
  await importRequiredActions(draft, content.requiredActions ?? [])
  await importClients(draft, await toSnapshot(draft), content.clients ?? [])
  await importRoles(draft, content.roles ?? {})
  await addDefaultRoles(draft, content.defaultRoles ?? [])
  await importScopeMappings(draft, content)
  await importGroups(draft, content.groups ?? [])
  await importDefaultGroups(draft, content.defaultGroups ?? [])
  const { identityProviders = [], identityProviderMappers = [] } = content
  if (identityProviders.length > 0) {
    await importIdentityProviders(draft, await toSnapshot(draft), identityProviders, identityProviderMappers)
  }
  await importComponents(draft, content.components ?? {})
  await importSettings(draft, content)
  for (const user of users) await importUser(draft, user)
  leaveOutUnknown(draft, content)
  return draft.leftOut
}

/** Ids that built-in things have in a file. */
export function toBuiltInIds(realmName: string, content: RealmContentRepresentation): BuiltInIds {
  const pairs = (list: readonly { id?: string | undefined; name?: string | undefined }[] = []) =>
    new Map(list.flatMap(({ id, name }) => (id === undefined || name === undefined ? [] : [[name, id] as const])))
  const named = (list: readonly { id?: string | undefined; key: string | undefined }[] = []) =>
    pairs(list.map(({ id, key }) => ({ id, name: key })))
  const { defaultRole, roles = {}, clients = [], clientScopes, authenticationFlows = [] } = content
  const realmRoles = pairs(roles.realm)
  if (defaultRole?.id !== undefined) realmRoles.set(`default-roles-${realmName.toLowerCase()}`, defaultRole.id)
  return {
    clients: named(clients.map(({ id, clientId }) => ({ id, key: clientId }))),
    clientScopes: pairs(clientScopes),
    realmRoles,
    clientRoles: new Map(Object.entries(roles.client ?? {}).map(([clientId, list]) => [clientId, pairs(list)])),
    flows: named(authenticationFlows.map(({ id, alias }) => ({ id, key: alias }))),
  }
}

/** A realm that was exported under another name calls its default role by that. */
async function renameDefaultRole({ tx, realm, names }: RealmDraft, name: string | undefined): Promise<void> {
  const role = await findRole(tx, realm.id, realm.settings.defaultRoleId)
  if (!role || name === undefined || name === role.name) return
  await updateRole(tx, { ...role, name })
  const ofRealm = names.roles.get(realm.id)
  ofRealm?.delete(role.name)
  ofRealm?.set(name, role.id)
}

export async function addDefaultRoles(draft: RealmDraft, roleNames: readonly string[]): Promise<void> {
  const { tx, realm } = draft
  const ids: string[] = []
  for (const name of roleNames) ids.push(await ensureRole(draft, realm.id, name))
  if (ids.length > 0) await addComposites(tx, realm.id, realm.settings.defaultRoleId, ids)
}

/** Settings that name what the file brings. */
export async function importSettings(
  { tx, server, realm }: RealmDraft,
  content: RealmContentRepresentation,
): Promise<void> {
  const flows = new Set((await listFlows(tx, realm.id)).flatMap((flow) => (flow.topLevel ? [flow.alias] : [])))
  const bindings = flowBindings.flatMap((field) => {
    const alias = content[field]
    if (alias !== undefined && !flows.has(alias)) throw new InvalidInput(field, 'error-invalid-value', [alias])
    return alias === undefined ? [] : [[field, alias] as const]
  })
  const { clientProfiles, clientPolicies, localizationTexts } = content
  const profiles = clientProfiles
    ? requireValidProfiles(server.registry, clientProfiles)
    : realm.settings.clientProfiles
  await updateRealm(tx, realm, {
    settings: {
      ...Object.fromEntries(bindings),
      ...(clientProfiles ? { clientProfiles: profiles } : {}),
      ...(clientPolicies ? { clientPolicies: requireValidPolicies(server.registry, profiles, clientPolicies) } : {}),
      ...(localizationTexts
        ? { localizationTexts: { ...realm.settings.localizationTexts, ...localizationTexts } }
        : {}),
    },
  })
}

/** What there is nothing for yet. */
export function leaveOutUnknown(draft: RealmDraft, content: RealmContentRepresentation): void {
  for (const name of ['organizations', 'userFederationProviders', 'federatedUsers'] as const) {
    for (const one of content[name] ?? []) {
      leaveOut(
        draft,
        `${name}/${String(one['name'] ?? one['displayName'] ?? one['id'] ?? '')}`,
        'There is no place for it',
      )
    }
  }
}
