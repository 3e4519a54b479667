import type { HashLane } from '../../crypto/hash-lane.ts'
import type { Db } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { User } from '../user/user.ts'
import { listCredentials } from './credential.store.ts'
import type { Credential } from './credential.ts'
import { toStoredPassword } from './password-credential.ts'

export interface PasswordChecker {
  readonly storage: Db
  readonly hashing: HashLane
}

/**
 * The credential that this password proves, if it is the user's. Without a user or a password it takes as long and finds
 * none (ASVS 5.0, 6.3.8). Whether the user is enabled or locked is the caller's to ask, before and after. Throws `Overloaded`.
 */
export async function checkPassword(
  { storage, hashing }: PasswordChecker,
  realm: Pick<Realm, 'id'>,
  user: Pick<User, 'id'> | undefined,
  password: string,
): Promise<Credential | undefined> {
  const [credential] = user ? await listCredentials(storage, realm.id, user.id, 'password') : []
  const stored = credential && toStoredPassword(credential)
  if (stored) return (await hashing.verify(password, stored)) ? credential : undefined
  await hashing.burn(password)
  return undefined
}
