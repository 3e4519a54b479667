import { toKey } from '../../kernel/text.ts'
import { checkPassword } from '../../model/credential/check-password.ts'
import { listCredentials } from '../../model/credential/credential.store.ts'
import { matchOtpCode } from '../../model/credential/match-otp-code.ts'
import { useOtp } from '../../model/credential/otp-credential.ts'
import { findLoginFailure } from '../../model/login-failure/login-failure.store.ts'
import { isTemporarilyLocked } from '../../model/login-failure/login-failure.ts'
import type { User } from '../../model/user/user.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { Tx } from '../../storage/db.ts'

export interface AccountProof {
  readonly username: string
  readonly password: string
  readonly otp?: string | undefined
}

export type AccountCheck =
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'otp_required' }
  /** `useOneTimeCode` is false when somebody was faster with the same code. */
  | { readonly outcome: 'right'; useOneTimeCode(tx: Tx): Promise<boolean> }

/**
 * Are these the credentials of the invited user? A locked or disabled account, a foreign name and a wrong password all
 * take as long and look the same. Who has a second factor must give it too.
 */
export async function checkAccount(
  { server, realm }: RealmContext,
  user: User,
  proof: AccountProof,
): Promise<AccountCheck> {
  const name = toKey(proof.username)
  const isNamed = name === toKey(user.username) || (user.email !== undefined && name === toKey(user.email))
  const failure = await findLoginFailure(server.storage, realm.realm.id, user.id)
  const isLocked = isTemporarilyLocked(realm.realm, failure, server.clock.now())
  const credential = await checkPassword(server, realm.realm, isNamed ? user : undefined, proof.password)
  if (!credential || isLocked || !user.enabled) return { outcome: 'wrong' }

  const factors = await listCredentials(server.storage, realm.realm.id, user.id, 'otp')
  if (factors.length === 0) return { outcome: 'right', useOneTimeCode: async () => true }
  if (!proof.otp) return { outcome: 'otp_required' }
  for (const factor of factors) {
    const step = matchOtpCode(server, realm.realm, factor, proof.otp)
    if (step === undefined) continue
    return { outcome: 'right', useOneTimeCode: (tx) => useOtp(tx, factor, step) }
  }
  return { outcome: 'wrong' }
}
