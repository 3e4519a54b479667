import * as z from 'zod'
import { JobAbandoned } from '../../model/job/job-abandoned.ts'
import { visitReceiver } from '../../model/job/visit-receiver.ts'
import type { Job } from '../../spi/extensions.ts'
import { canSendMail, type Mail, mailContext, mailJobKind } from '../../spi/mail.ts'
import { deliverMail } from './deliver-mail.ts'
import { type MailAddress, type MailServer, openMailSettings, readMailServer, toAddress } from './mail-server.ts'
import { renderMail } from './render-mail.ts'

/** RFC 5321, section 4.2.3: the mailbox does not exist, has moved, or its name is no name. */
const hopelessCodes = new Set([550, 551, 553])

/** Sends one mail that was queued. What the realm's mail server is, is read when it is sent. */
export const sendMailJob: Job = {
  id: mailJobKind,
  waitsForOthers: true,
  async handle(server, payload) {
    const { id, sealed } = payload as { readonly id: string; readonly sealed: string }
    const mail = JSON.parse(server.secrets.open(sealed, mailContext(id))) as Mail | null
    if (mail === null) return
    const realm = await server.realms.byId(mail.realmId)
    // Gone: there is nobody left to write to.
    if (!realm) return
    if (mail.validUntil !== undefined && mail.validUntil <= server.clock.now()) {
      throw new JobAbandoned('What the mail says is out of date: its link has expired')
    }
    if (!canSendMail(realm.realm.settings)) throw new JobAbandoned('The realm has no mail server any more')
    const mailServer = readMailServer(openMailSettings(realm.realm, server.secrets))
    const to = toRecipientAddress(mail, mailServer)
    const rendered = renderMail(mail, realm.realm)
    await visitReceiver(server, `smtp://${mailServer.host}:${mailServer.port}`, async () => {
      try {
        await deliverMail(server, mailServer, { ...rendered, to, id })
      } catch (error) {
        if (isHopeless(error)) throw new JobAbandoned('The mail server knows no such mailbox', error)
        throw error
      }
    })
  },
}

function toRecipientAddress({ to }: Mail, { allowsUtf8 }: MailServer): MailAddress {
  try {
    return toAddress(to.address, to.name, allowsUtf8)
  } catch (error) {
    throw new JobAbandoned('The recipient has no address that mail can be sent to', error)
  }
}

const Refusal = z.object({ code: z.literal('EENVELOPE'), responseCode: z.number() })

function isHopeless(error: unknown): boolean {
  const refusal = Refusal.safeParse(error)
  return refusal.success && hopelessCodes.has(refusal.data.responseCode)
}
