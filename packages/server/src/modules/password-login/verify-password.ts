import { isHashCurrent } from '../../crypto/password-hash.ts'
import { checkPassword } from '../../model/credential/check-password.ts'
import type { Credential } from '../../model/credential/credential.ts'
import { toStoredPassword } from '../../model/credential/password-credential.ts'
import { toHashPolicy } from '../../model/credential/password-policy.ts'
import { rehashPassword } from '../../model/credential/rehash-password.ts'
import { findLoginFailure } from '../../model/login-failure/login-failure.store.ts'
import { isTemporarilyLocked, type LoginFailure } from '../../model/login-failure/login-failure.ts'
import type { User } from '../../model/user/user.ts'
import type { FlowContext } from '../../spi/authenticator.ts'
import { transact } from '../../storage/transact.ts'

export type PasswordCheck =
  | { readonly kind: 'right' }
  /** `error` is the event's; who asks is told the same in all cases but `user_disabled`. */
  | { readonly kind: 'wrong'; readonly error: PasswordError; readonly countsAsLoginFailure: boolean }

type PasswordError = 'user_not_found' | 'invalid_user_credentials' | 'user_disabled' | 'user_temporarily_disabled'

/**
 * Checks a password so that neither answer nor time tells whether the user exists, is locked or has a password: every
 * way costs one hash. That an account is disabled is told only to whom knows its password.
 */
export async function verifyPassword(
  context: FlowContext,
  user: User | undefined,
  password: string,
): Promise<PasswordCheck> {
  const { server, realm } = context
  const failure = user && (await findLockout(context, user))
  if (user && isTemporarilyLocked(realm.realm, failure, server.clock.now())) {
    await server.hashing.burn(password)
    return { kind: 'wrong', error: 'user_temporarily_disabled', countsAsLoginFailure: false }
  }
  // A service account is a client's: nobody signs in as one.
  const person = user?.serviceAccountClientId === undefined ? user : undefined
  const credential = await checkPassword(server, realm.realm, person, password)
  if (!person) return { kind: 'wrong', error: 'user_not_found', countsAsLoginFailure: false }
  if (!credential) return { kind: 'wrong', error: 'invalid_user_credentials', countsAsLoginFailure: true }
  if (!person.enabled) return { kind: 'wrong', error: 'user_disabled', countsAsLoginFailure: false }
  await renewHash(context, credential, password)
  return { kind: 'right' }
}

/** Where guesses are not counted, nobody is locked. */
async function findLockout({ server, realm: { realm } }: FlowContext, user: User): Promise<LoginFailure | undefined> {
  return realm.settings.bruteForceProtected ? await findLoginFailure(server.storage, realm.id, user.id) : undefined
}

/** The realm's policy may have become stricter since: now is the only moment the password is known. */
async function renewHash({ server, realm }: FlowContext, credential: Credential, password: string): Promise<void> {
  const policy = toHashPolicy(realm.realm.settings.passwordPolicy)
  const stored = toStoredPassword(credential)
  if (!stored || isHashCurrent(stored, policy)) return
  const hashed = await server.hashing.hash(password, policy)
  await transact(server.storage, (tx) => rehashPassword(tx, credential, hashed))
}
