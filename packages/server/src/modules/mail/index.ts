/**
 * Mail of the realms, through the mail server that each has in its settings (Keycloak's `smtpServer`). RFC 5321, 3207
 * (STARTTLS), 4954 (AUTH), 6531 (SMTPUTF8), 2046 (text beside HTML).
 *
 *   whoever has something to say -> spi/mail.ts queueMail(tx, ...) -> a sealed job, in the same transaction
 *   job -> text in the reader's language -> the realm's mail server -> done | again later | dead
 *
 * Routes: POST /admin/realms/{realm}/testSMTPConnection. Texts and their frame stand in themes/email.
 */
import { defineModule } from '../../spi/module.ts'
import { sendMailJob } from './send-mail-job.ts'
import { testSmtpConnectionEndpoint } from './test-smtp-connection-endpoint.ts'

export const mailModule = defineModule({
  id: 'mail',
  endpoints: [testSmtpConnectionEndpoint],
  jobs: [sendMailJob],
})
