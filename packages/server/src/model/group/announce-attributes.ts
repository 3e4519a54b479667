import type { Tx } from '../../storage/db.ts'
import type { Group } from './group.ts'

/** Snapshots know which attributes groups of a realm have, so that most tokens need not look for any. */
export function announceAttributes(tx: Tx, realmId: string, attributes: Group['attributes'] = {}): void {
  if (Object.keys(attributes).length > 0) tx.realmChanged(realmId)
}
