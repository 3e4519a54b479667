import { recordEvent } from '../../model/event/record-event.ts'
import { updateUser } from '../../model/user/update-user.ts'
import type { ActionTokenHandler } from '../../spi/action-token.ts'
import { text } from '../../spi/form.ts'

/** The user proves that the address is theirs. */
export const verifyEmailToken: ActionTokenHandler = {
  type: 'verify-email',
  confirmation: ({ token }) => text('confirmEmailAddressVerification', token.email),
  async process(tx, { server, realm, client, user, token, request }) {
    const requiredActions = user.requiredActions.filter((alias) => alias !== 'VERIFY_EMAIL')
    await updateUser(tx, realm, user, { emailVerified: true, requiredActions })
    const details = { email: token.email, username: user.username }
    const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
    await recordEvent(tx, realm, { type: 'VERIFY_EMAIL', ...event }, server)
    return { kind: 'done', message: text('emailVerifiedMessage') }
  },
}
