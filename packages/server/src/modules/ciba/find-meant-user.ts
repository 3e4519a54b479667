import { OAuthError } from '../../kernel/error.ts'
import { findLoginFailure } from '../../model/login-failure/login-failure.store.ts'
import { isTemporarilyLocked } from '../../model/login-failure/login-failure.ts'
import { findUserByLogin } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import type { GrantContext } from '../../spi/grant.ts'

const longestHint = 255

/** Whom `login_hint` names: as if they signed in by it. Who could not sign in now is not asked (CVE-2026-16103). */
export async function findMeantUser(
  { server, realm }: Pick<GrantContext, 'server' | 'realm'>,
  hint: string,
): Promise<User> {
  const user = hint.length > longestHint ? undefined : await findUserByLogin(server.storage, realm.realm, hint)
  if (!user?.enabled || user.serviceAccountClientId !== undefined) throw refuse('user_not_found')
  const failure = await findLoginFailure(server.storage, realm.realm.id, user.id)
  if (isTemporarilyLocked(realm.realm, failure, server.clock.now())) throw refuse('user_temporarily_disabled')
  return user
}

/** One answer for every reason; the event keeps it. */
function refuse(event: string): OAuthError {
  return new OAuthError('invalid_request', 'invalid_user', { event })
}
