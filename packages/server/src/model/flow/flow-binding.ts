import { containsText } from '../../storage/contains-text.ts'
import type { Db } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { Flow } from './flow.ts'

/** The settings of a realm that name a flow, by its alias. */
export const flowBindings = [
  'browserFlow',
  'registrationFlow',
  'directGrantFlow',
  'resetCredentialsFlow',
  'clientAuthenticationFlow',
  'dockerAuthenticationFlow',
  'firstBrokerLoginFlow',
] as const

/** Does the realm, a client of it or an identity provider send people through this flow? */
export async function isFlowUsed(db: Db, realm: Realm, flow: Flow): Promise<boolean> {
  if (flowBindings.some((binding) => realm.settings[binding] === flow.alias)) return true
  // The id of a flow stands in these settings nowhere but in a binding; flows are deleted rarely enough to look.
  const client = await db.query
    .selectFrom('client')
    .select('id')
    .where('realm_id', '=', realm.id)
    .where(containsText('settings', `"${flow.id}"`))
    .limit(1)
    .executeTakeFirst()
  if (client) return true
  const provider = await db.query
    .selectFrom('identity_provider')
    .select('id')
    .where('realm_id', '=', realm.id)
    .where(containsText('options', `"${flow.id}"`))
    .limit(1)
    .executeTakeFirst()
  return provider !== undefined
}
