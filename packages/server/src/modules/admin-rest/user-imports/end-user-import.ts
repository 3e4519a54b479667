import { deleteRealm } from '../../../model/realm/delete-realm.ts'
import { findRealmById } from '../../../model/realm/realm.store.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { deleteImportParts, lockUserImport, updateUserImport } from '../../../model/user-import/user-import.store.ts'
import type { UserImport } from '../../../model/user-import/user-import.ts'
import type { ServerContext } from '../../../spi/server-context.ts'
import { transact } from '../../../storage/transact.ts'

type Server = Pick<ServerContext, 'storage'>

/** Ends an import. One that makes a realm whole opens the realm when all is done. */
export async function endUserImport(
  { storage }: Server,
  { realmId, id }: UserImport,
  state: 'done' | 'failed',
): Promise<void> {
  await transact(storage, async (tx) => {
    const one = await lockUserImport(tx, realmId, id)
    if (!one || one.finishedAt !== undefined) return
    await deleteImportParts(tx, one)
    await updateUserImport(tx, one, { state })
    const realm = await findRealmById(tx, realmId)
    if (realm && one.enablesRealm && state === 'done') await updateRealm(tx, realm, { enabled: true })
  })
}

/** Removes the realm that an import was to make whole and did not: nobody ever signed in there. */
export async function removeHalfRealm({ storage }: Server, { realmId, enablesRealm }: UserImport): Promise<void> {
  if (enablesRealm === undefined) return
  await transact(storage, async (tx) => {
    const realm = await findRealmById(tx, realmId)
    if (realm && !realm.enabled) await deleteRealm(tx, realm)
  })
}
