import type { HashLane } from '../../crypto/hash-lane.ts'
import type { Db } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { User } from '../user/user.ts'
import { listCredentials } from './credential.store.ts'
import { toStoredPassword } from './password-credential.ts'

export interface PasswordChecker {
  readonly storage: Db
  readonly hashing: HashLane
}

/**
 * Whether this is the user's password. Without a user or a password it takes as long and says no (ASVS 5.0, 6.3.8).
 * Whether the user is enabled or locked is the caller's to ask, before and after. Throws `Overloaded`.
 */
export async function checkPassword(
  { storage, hashing }: PasswordChecker,
  realm: Pick<Realm, 'id'>,
  user: Pick<User, 'id'> | undefined,
  password: string,
): Promise<boolean> {
  const [credential] = user ? await listCredentials(storage, realm.id, user.id, 'password') : []
  const stored = credential && toStoredPassword(credential)
  if (stored) return hashing.verify(password, stored)
  await hashing.burn(password)
  return false
}
