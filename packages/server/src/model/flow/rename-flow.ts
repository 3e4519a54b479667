import type { SettingsChange } from '../../kernel/settings.ts'
import type { Tx } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { RealmSettings } from '../realm/realm-settings.ts'
import { updateRealm } from '../realm/update-realm.ts'
import { flowBindings } from './flow-binding.ts'

/** A realm names the flows it uses by alias: whoever gives one another alias calls this too. */
export async function renameBoundFlow(tx: Tx, realm: Realm, before: string, after: string): Promise<void> {
  const changes = flowBindings.filter((binding) => realm.settings[binding] === before).map((name) => [name, after])
  if (changes.length === 0) return
  const settings: SettingsChange<RealmSettings> = Object.fromEntries(changes)
  await updateRealm(tx, realm, { settings })
}
