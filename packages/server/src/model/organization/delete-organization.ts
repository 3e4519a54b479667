import type { Tx } from '../../storage/db.ts'
import { listIdentityProviders } from '../identity-provider/identity-provider.store.ts'
import { deleteUser } from '../user/delete-user.ts'
import type { Organization } from './organization.ts'
import { listManagedMemberIds } from './organization-member.store.ts'
import { unlinkProvider } from './organization-provider.ts'

const slice = 500

/** Removes an organization with the users it brought; its identity providers and other members stay in the realm. */
export async function deleteOrganization(tx: Tx, organization: Organization): Promise<void> {
  const { id, realmId } = organization
  for (const provider of await listIdentityProviders(tx, realmId, { organizationId: id })) {
    await unlinkProvider(tx, provider)
  }
  let ids = await listManagedMemberIds(tx, organization, slice)
  while (ids.length > 0) {
    for (const userId of ids) await deleteUser(tx, { id: userId, realmId })
    ids = await listManagedMemberIds(tx, organization, slice)
  }
  await tx.query.deleteFrom('organization').where('realm_id', '=', realmId).where('id', '=', id).execute()
}
