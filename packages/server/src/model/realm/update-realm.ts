import { Conflict, InvalidInput, NotFound } from '../../kernel/error.ts'
import { mergeSettings, type SettingsChange } from '../../kernel/settings.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { findClientByClientId } from '../client/client.store.ts'
import type { ClientSettings } from '../client/client.ts'
import { updateClient } from '../client/update-client.ts'
import { setEmailUniqueness } from '../user/unique-user.ts'
import { accountClientId, accountConsoleClientId, adminConsoleClientId, managementClientId } from './default-clients.ts'
import { findRealmByName } from './realm.store.ts'
import { fromRealm, toRealm } from './realm.table.ts'
import { masterRealmName, type Realm, type UserProfile } from './realm.ts'
import { requireRealmName } from './realm-name.ts'
import type { RealmSettings } from './realm-settings.ts'

/** What to change; absent fields stay. The two ids among the settings cannot be changed. */
export interface RealmChange {
  readonly name?: string
  readonly enabled?: boolean
  readonly settings?: Omit<SettingsChange<RealmSettings>, 'defaultRoleId' | 'masterAdminClientId'>
  readonly userProfile?: UserProfile
}

/**
 * Changes a realm as it is stored now, so that two changes of different settings both hold. A new name also renames
 * the realm's management client in the master realm and the addresses of its consoles; `default-roles-...` keeps its
 * name. Throws NotFound when the realm is gone, InvalidInput, and Conflict for a name that is taken.
 */
export async function updateRealm(tx: Tx, realm: Realm, change: RealmChange): Promise<Realm> {
  const row = await tx.query
    .selectFrom('realm')
    .selectAll()
    .where('id', '=', realm.id)
    .modifyEnd(tx.dialect.forUpdate)
    .executeTakeFirst()
  if (!row) throw new NotFound('realm', 'Realm not found.')
  const before = toRealm(row)
  const after: Realm = {
    ...before,
    name: change.name ?? before.name,
    enabled: change.enabled ?? before.enabled,
    settings: {
      ...mergeSettings(before.settings, change.settings),
      defaultRoleId: before.settings.defaultRoleId,
      masterAdminClientId: before.settings.masterAdminClientId,
    },
    userProfile: change.userProfile ?? before.userProfile,
    updatedAt: tx.clock.now(),
  }
  if (after.name !== before.name) requireRename(before.name, after.name)
  const { id, created_at, ...changed } = fromRealm(after)
  await orConflict(
    tx,
    tx.query.updateTable('realm').set(changed).where('id', '=', id).execute(),
    (cause) => new Conflict('realm', 'name', 'Realm with same name exists', cause),
  )
  if (after.name !== before.name) await renameClients(tx, before, after)
  if (after.settings.duplicateEmailsAllowed !== before.settings.duplicateEmailsAllowed) {
    await setEmailUniqueness(tx, id, !after.settings.duplicateEmailsAllowed)
  }
  tx.realmChanged(id)
  return after
}

function requireRename(before: string, after: string): void {
  requireRealmName(after)
  if (before === masterRealmName) throw new InvalidInput('realm', "Can't rename master realm")
}

async function renameClients(tx: Tx, before: Realm, after: Realm): Promise<void> {
  const master = await findRealmByName(tx, masterRealmName)
  const management = master && (await findClientByClientId(tx, master.id, managementClientId(before.name)))
  if (management && management.id === after.settings.masterAdminClientId) {
    await updateClient(tx, management, {
      clientId: managementClientId(after.name),
      settings: { name: `${after.name} Realm` },
    })
  }
  for (const clientId of [accountClientId, accountConsoleClientId, adminConsoleClientId]) {
    const client = await findClientByClientId(tx, after.id, clientId)
    if (client) await updateClient(tx, client, { settings: renameAddresses(client.settings, before.name, after.name) })
  }
}

function renameAddresses(settings: ClientSettings, before: string, after: string): SettingsChange<ClientSettings> {
  const rename = (address: string) =>
    address
      .replace(`/realms/${before}/`, () => `/realms/${after}/`)
      .replace(`/admin/${before}/`, () => `/admin/${after}/`)
  return {
    redirectUris: settings.redirectUris.map(rename),
    ...(settings.baseUrl !== undefined && { baseUrl: rename(settings.baseUrl) }),
  }
}
