import { setPassword } from '../../model/credential/set-password.ts'
import { masterRealmName } from '../../model/realm/realm.ts'
import { claimServerSetting, findServerSetting } from '../../model/server-setting/server-setting.store.ts'
import { createUser } from '../../model/user/create-user.ts'
import { grantRoles, listRoleMembers } from '../../model/user/user-role.store.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { transact } from '../../storage/transact.ts'

const setting = 'first-administrator'

/** Is there anybody who may administer the master realm? */
export async function hasAdministrator(server: ServerContext): Promise<boolean> {
  if (await findServerSetting(server.storage, setting)) return true
  const { master, adminRole } = await findMaster(server)
  const members = await listRoleMembers(server.storage, master.realm.id, adminRole.id, { first: 0, max: 1 })
  return members.length > 0
}

/**
 * Makes the first administrator of the master realm. Exactly one call ever does, on whatever node: the others get
 * false.
 */
export async function createAdministrator(server: ServerContext, username: string, password: string): Promise<boolean> {
  const { master, adminRole } = await findMaster(server)
  const hashed = await server.hashing.hash(password)
  return transact(server.storage, async (tx) => {
    const claim = server.ids.uuid()
    if ((await claimServerSetting(tx, setting, claim)) !== claim) return false
    const user = await createUser(tx, master, { username, enabled: true })
    await setPassword(tx, master, user, hashed, { temporary: false })
    await grantRoles(tx, master.realm.id, user.id, [adminRole.id])
    return true
  })
}

async function findMaster(server: ServerContext) {
  const master = await server.realms.byName(masterRealmName)
  const adminRole = master && (await master.roles()).find(master.realm.id, 'admin')
  if (!master || !adminRole) throw new Error('The master realm has no role "admin"')
  return { master, adminRole }
}
