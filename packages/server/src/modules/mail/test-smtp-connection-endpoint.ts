import { testSmtpConnection } from '@ztrust/contract/admin/mail'
import type * as z from 'zod'
import { maskedSecret } from '../../model/component/component-secrets.ts'
import { isSmtpSecret } from '../../model/realm/smtp-secret.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { toRecipient } from '../../spi/mail.ts'
import { empty, json } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import { deliverMail } from './deliver-mail.ts'
import { openMailSettings, readMailServer, toAddress } from './mail-server.ts'
import { renderMail } from './render-mail.ts'

/** Where masked secrets may go: to the server that they are stored for, and nowhere else. */
const placeNames = ['host', 'port', 'user', 'authTokenUrl', 'authTokenClientId'] as const

/**
 * Sends the administrator a mail through the server of the request. The answer does not say what went wrong, so that
 * nobody explores a network by it; the log does.
 */
export const testSmtpConnectionEndpoint = implement(testSmtpConnection, async ({ body }, context) => {
  const { server, realm, caller, request } = context
  const recipient = toRecipient(caller.user)
  if (!recipient) return json({ errorMessage: 'Failed to send email' }, 500)
  try {
    const mailServer = readMailServer(withStoredSecrets(body, context))
    const to = toAddress(recipient.address, recipient.name, mailServer.allowsUtf8)
    const mail = { realmId: realm.realm.id, to: recipient, text: 'emailTest', parameters: [realm.realm.name] }
    const id = server.ids.uuid()
    await deliverMail(server, mailServer, { ...renderMail(mail, realm.realm), to, id })
    return empty()
  } catch (error) {
    server.log.warn({ err: error, requestId: request.id }, 'A mail server failed its test')
    return json({ errorMessage: 'Failed to send email' }, 500)
  }
})

/** The settings of the request; where they show the mask, the stored secret, if it stays where it was. */
function withStoredSecrets(
  body: z.output<(typeof testSmtpConnection)['body']>,
  { server, realm }: CallerContext,
): Record<string, string> {
  const sent = Object.fromEntries(Object.entries(body).flatMap(([name, text]) => (text === null ? [] : [[name, text]])))
  const masked = Object.keys(sent).filter((name) => isSmtpSecret(name) && sent[name] === maskedSecret)
  if (masked.length === 0) return sent
  const stored = openMailSettings(realm.realm, server.secrets)
  const isSamePlace = placeNames.every((name) => (stored[name] ?? '') === (sent[name] ?? ''))
  const filled = masked.map((name) => [name, isSamePlace ? (stored[name] ?? '') : ''])
  return { ...sent, ...Object.fromEntries(filled) }
}
