import type { Tx } from '../../storage/db.ts'
import { priorityStep } from './add-credential.ts'
import { listCredentials } from './credential.store.ts'

/**
 * Moves a credential behind another one, or to the front when `afterId` is absent; false when the user has none of
 * these ids.
 */
export async function moveCredential(
  tx: Tx,
  realmId: string,
  userId: string,
  id: string,
  afterId?: string,
): Promise<boolean> {
  const all = await listCredentials(tx, realmId, userId)
  const moved = all.find((credential) => credential.id === id)
  const others = all.filter((credential) => credential.id !== id)
  const before = afterId === undefined ? -1 : others.findIndex((credential) => credential.id === afterId)
  if (!moved || (afterId !== undefined && before === -1)) return false
  const ordered = [...others.slice(0, before + 1), moved, ...others.slice(before + 1)]
  for (const [index, credential] of ordered.entries()) {
    const priority = (index + 1) * priorityStep
    if (credential.priority === priority) continue
    await tx.query
      .updateTable('credential')
      .set({ priority })
      .where('realm_id', '=', realmId)
      .where('user_id', '=', userId)
      .where('id', '=', credential.id)
      .execute()
  }
  return true
}
