import { OAuthError } from '../kernel/error.ts'
import { findLoginFailure } from '../model/login-failure/login-failure.store.ts'
import { isTemporarilyLocked } from '../model/login-failure/login-failure.ts'
import type { User } from '../model/user/user.ts'
import type { GrantContext } from '../spi/grant.ts'

/** A lockout counts where no password is asked for too: when what was decided elsewhere is redeemed (CVE-2026-9798). */
export async function requireUnlockedUser(
  { server, realm }: Pick<GrantContext, 'server' | 'realm'>,
  user: User,
): Promise<void> {
  const failure = await findLoginFailure(server.storage, realm.realm.id, user.id)
  if (!isTemporarilyLocked(realm.realm, failure, server.clock.now())) return
  throw new OAuthError('invalid_grant', 'User disabled', { event: 'user_temporarily_disabled' })
}
