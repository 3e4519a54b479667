import type { UserRepresentation } from '@ztrust/contract/admin/users'
import { listUsersWithOtp } from '../../../model/credential/otp-holders.store.ts'
import type { User } from '../../../model/user/user.ts'
import type { AdminContext } from '../admin-context.ts'
import { toBriefUser, toUserRepresentation } from './to-representation.ts'

/** Users as lists show them, with one look at the credentials for all. */
export async function toUserList(
  context: AdminContext,
  users: readonly User[],
  isBrief: boolean,
): Promise<UserRepresentation[]> {
  if (isBrief) return users.map((user) => toBriefUser(user, context.caller))
  const ids = users.map((user) => user.id)
  const withOtp = await listUsersWithOtp(context.server.storage, context.realm.realm.id, ids)
  return users.map((user) => toUserRepresentation(user, withOtp.has(user.id), context.caller))
}
