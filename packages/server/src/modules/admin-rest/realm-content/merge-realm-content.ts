import type { LeftOut } from '@ztrust/contract/admin/imported-user'
import type { RealmContentRepresentation } from '@ztrust/contract/admin/realm-content'
import { keyProviderType } from '../../../model/component/component.ts'
import { findRealmById } from '../../../model/realm/realm.store.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { findUserByUsername } from '../../../model/user/user.store.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { toRealmSettings } from '../realms/from-representation.ts'
import { requireValidSettings } from '../realms/require-valid-settings.ts'
import { recordChange } from '../record-change.ts'
import { importClientScope, importRealmScopes } from './import-client-scopes.ts'
import { importClients } from './import-clients.ts'
import { importComponents } from './import-components.ts'
import { importFlows } from './import-flows.ts'
import { importDefaultGroups, mergeGroups } from './import-groups.ts'
import { importIdentityProviders } from './import-identity-providers.ts'
import { addDefaultRoles, importSettings, leaveOutUnknown } from './import-realm-content.ts'
import { importRequiredActions } from './import-required-actions.ts'
import { importRoles } from './import-roles.ts'
import { importScopeMappings } from './import-scope-mappings.ts'
import { importUser, type PreparedUser, prepareUser } from './import-users.ts'
import { leaveOut, openDraft, type RealmDraft, toSnapshot } from './realm-draft.ts'

/**
 * Brings a realm to what a file says, in one transaction: what the file names is made or changed, all else stays. Done
 * twice, the second time changes nothing. Gives what had no place.
 */
export async function mergeRealmContent(
  context: AdminContext,
  content: RealmContentRepresentation,
): Promise<readonly LeftOut[]> {
  const { server, realm } = context
  const { authenticationFlows, authenticatorConfig = [], users = [] } = content
  // Flows may come with the file: they are bound when they are there.
  requireValidSettings(server, content)
  const prepared: PreparedUser[] = []
  for (const user of users) prepared.push(await prepareUser(server, realm.realm.settings.passwordPolicy, user))
  return transact(server.storage, async (tx) => {
    const stored = (await findRealmById(tx, realm.realm.id)) ?? realm.realm
    const draft = await openDraft(tx, server, stored)
    await mergeSettings(draft, content)
    for (const scope of content.clientScopes ?? []) await importClientScope(draft, scope, false)
    await importRealmScopes(draft, content)
    if (authenticationFlows) await importFlows(draft, authenticationFlows, authenticatorConfig)
    await importRequiredActions(draft, content.requiredActions ?? [])
    await importClients(draft, await toSnapshot(draft), content.clients ?? [])
    await importRoles(draft, content.roles ?? {})
    await addDefaultRoles(draft, content.defaultRoles ?? [])
    await importScopeMappings(draft, content)
    await mergeGroups(draft, content.groups ?? [])
    await importDefaultGroups(draft, content.defaultGroups ?? [])
    const { identityProviders = [], identityProviderMappers = [] } = content
    await importIdentityProviders(draft, await toSnapshot(draft), identityProviders, identityProviderMappers)
    await importComponents(draft, withoutKeys(draft, content.components ?? {}))
    await importSettings(draft, content)
    await addUsers(draft, prepared)
    leaveOutUnknown(draft, content)
    tx.realmChanged(stored.id)
    await recordChange(tx, context, {
      operation: 'UPDATE',
      resourceType: 'REALM',
      path: ['ztrust', 'content'],
      representation: content,
    })
    return draft.leftOut
  })
}

/** Tokens are signed by the keys that there are: a file that is only compared does not change them. */
function withoutKeys(draft: RealmDraft, components: NonNullable<RealmContentRepresentation['components']>) {
  const { [keyProviderType]: keys = [], ...others } = components
  for (const { name = '' } of keys) leaveOut(draft, `components/${keyProviderType}/${name}`, 'Keys stay as they are')
  return others
}

/** Attributes join those that are there; the name stays. */
async function mergeSettings({ tx, server, realm }: RealmDraft, content: RealmContentRepresentation): Promise<void> {
  const { browserFlow, registrationFlow, directGrantFlow, resetCredentialsFlow, ...most } = content
  const { clientAuthenticationFlow, dockerAuthenticationFlow, firstBrokerLoginFlow, ...rest } = most
  const { attributes, enabled } = rest
  const body = { ...rest, ...(attributes ? { attributes: { ...realm.settings.attributes, ...attributes } } : {}) }
  await updateRealm(tx, realm, {
    ...(enabled === undefined ? {} : { enabled }),
    settings: toRealmSettings(body, realm.settings, realm.id, server.secrets),
  })
}

/** Users of a file are made when they are not there; those who are change by themselves. */
async function addUsers(draft: RealmDraft, users: readonly PreparedUser[]): Promise<void> {
  for (const user of users) {
    const { username = '' } = user.body
    const known = await findUserByUsername(draft.tx, draft.realm.id, username)
    if (known) leaveOut(draft, `users/${username}`, 'There is a user of this name')
    else await importUser(draft, user)
  }
}
