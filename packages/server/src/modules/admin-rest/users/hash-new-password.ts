import type { StoredPassword } from '../../../crypto/password-hash.ts'
import { requirePasswordPolicy, toHashPolicy } from '../../../model/credential/password-policy.ts'
import type { User } from '../../../model/user/user.ts'
import type { AdminContext } from '../admin-context.ts'

/** Checks a password by the realm's policy and hashes it: before a transaction, never inside. */
export async function hashNewPassword(
  { server, realm }: Pick<AdminContext, 'server' | 'realm'>,
  password: string,
  user: Partial<User>,
): Promise<StoredPassword> {
  await requirePasswordPolicy(server, realm, password, user)
  return server.hashing.hash(password, toHashPolicy(realm.realm.settings.passwordPolicy))
}
