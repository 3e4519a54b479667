import type { SecretBox } from '../../crypto/secret-box.ts'
import { Conflict } from '../../kernel/error.ts'
import type { Random } from '../../kernel/random.ts'
import type { Storage } from '../../storage/db.ts'
import { createRealm } from './create-realm.ts'
import { findRealmByName } from './realm.store.ts'
import { masterRealmName } from './realm.ts'

/** Creates the master realm on the first start. Nodes that start together agree on one. */
export async function ensureMasterRealm(server: {
  readonly storage: Storage
  readonly random: Random
  readonly secrets: SecretBox
}): Promise<void> {
  if (await findRealmByName(server.storage, masterRealmName)) return
  try {
    await createRealm(server.storage, { name: masterRealmName }, server)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
}
