import type { enrolmentRefusals } from '@ztrust/contract/devices'
import { NotFound, OAuthError } from '../../kernel/error.ts'
import { type DeviceEnrolment, enrolmentStateAt } from '../../model/device/device.ts'
import { findEnrolmentByToken } from '../../model/device/device-enrolment.store.ts'
import { findUserById } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import type { RealmContext } from '../../spi/request.ts'

/**
 * The open invitation of a scanned token and whom it invites. Throws NotFound for an unknown token, OAuthError with
 * status 410 for one that is over: who holds the token may know why.
 */
export async function findInvitation(
  { server, realm }: RealmContext,
  token: string,
): Promise<{ readonly enrolment: DeviceEnrolment; readonly user: User }> {
  const enrolment = await findEnrolmentByToken(server.storage, realm.realm.id, token)
  const user = enrolment && (await findUserById(server.storage, realm.realm.id, enrolment.userId))
  if (!enrolment || !user?.enabled)
    throw new NotFound('enrolment', 'This code is not known. Show a new one in the portal.')
  switch (enrolmentStateAt(enrolment, server.clock.now())) {
    case 'expired':
      throw over('enrolment_expired')
    case 'confirmed':
      throw over('enrolment_used')
    case 'failed':
      throw over('enrolment_failed')
    default:
      return { enrolment, user }
  }
}

const reasons = {
  enrolment_expired: 'This code has expired.',
  enrolment_used: 'This code was used already.',
  enrolment_failed: 'This code ended after too many wrong credentials.',
} as const satisfies Record<(typeof enrolmentRefusals)[number], string>

/** The invitation is over. */
export function over(reason: keyof typeof reasons): OAuthError {
  return new OAuthError(reason, `${reasons[reason]} Show a new one in the portal.`, { status: 410 })
}
