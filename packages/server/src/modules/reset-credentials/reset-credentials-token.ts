import { recordEvent } from '../../model/event/record-event.ts'
import type { ActionTokenHandler } from '../../spi/action-token.ts'
import { text } from '../../spi/form.ts'

export const resetTokenType = 'reset-credentials'

/** The link that was mailed: the flow goes on behind it. */
export const resetCredentialsToken: ActionTokenHandler = {
  type: resetTokenType,
  confirmation: () => text('confirmResetOfCredentials'),
  async process(tx, { server, realm, client, user, request }) {
    const details = { username: user.username }
    const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
    await recordEvent(tx, realm, { type: 'RESET_PASSWORD', ...event }, server)
    return { kind: 'reset' }
  },
}
