import type { Tx } from '../../storage/db.ts'
import { deleteUser } from '../user/delete-user.ts'
import type { Organization } from './organization.ts'
import { deleteMembership, findMembership } from './organization-member.store.ts'

/** Ends a membership; whom the organization's identity provider brought is gone with it. False for no member. */
export async function removeMember(
  tx: Tx,
  organization: Pick<Organization, 'id' | 'realmId'>,
  userId: string,
): Promise<boolean> {
  const membership = await findMembership(tx, organization, userId)
  if (membership === undefined) return false
  if (membership === 'MANAGED') return deleteUser(tx, { id: userId, realmId: organization.realmId })
  return deleteMembership(tx, organization, userId)
}
