import type { ServerContext } from '../../spi/server-context.ts'
import { fetchMailToken } from './fetch-mail-token.ts'
import type { MailAddress, MailServer } from './mail-server.ts'
import type { RenderedMail } from './render-mail.ts'

/** Milliseconds. */
export interface DeliveryTimes {
  /** Until the connection stands. */
  readonly connect: number
  /** For one silence of the server. */
  readonly silence: number
  /** For the whole delivery. */
  readonly delivery: number
}

const usualTimes: DeliveryTimes = { connect: 10_000, silence: 10_000, delivery: 30_000 }
/** Bytes of one mail, attachments there are none. */
const maxBytes = 256 * 1024

type DeliveryServer = Pick<ServerContext, 'outbound' | 'urls' | 'clock'>

export interface OutgoingMail extends RenderedMail {
  readonly to: MailAddress
  /** Unique for this mail, the same at every attempt, so that mailboxes can drop what comes twice. */
  readonly id: string
}

/** Hands one mail to a mail server, over a connection that the operator allows. Bounded in time and size. */
export async function deliverMail(
  server: DeliveryServer,
  mailServer: MailServer,
  mail: OutgoingMail,
  times: DeliveryTimes = usualTimes,
): Promise<void> {
  const { host, port, security, authentication } = mailServer
  if (Buffer.byteLength(mail.text) + Buffer.byteLength(mail.html) > maxBytes) {
    throw new Error(`The mail is longer than ${maxBytes} bytes`)
  }
  const auth = authentication && (await toCredentials(server, authentication))
  const { createTransport } = await import('nodemailer')
  const connection = await server.outbound.connect({ host, port, timeout: times.connect })
  const deadline = AbortSignal.timeout(times.delivery)
  deadline.addEventListener('abort', () => connection.destroy(new Error(`${host} took too long for one mail`)))
  const ownName = new URL(server.urls.base).hostname
  const transport = createTransport({
    host,
    port,
    connection,
    name: ownName,
    secure: security === 'tls',
    // Asked for, it is not given up because somebody on the way says the server has none (RFC 3207, section 6).
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: times.connect,
    greetingTimeout: times.silence,
    socketTimeout: times.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(auth ? { auth } : {}),
  })
  try {
    await transport.sendMail({
      from: toHeader(mailServer.from),
      to: toHeader(mail.to),
      ...(mailServer.replyTo ? { replyTo: toHeader(mailServer.replyTo) } : {}),
      envelope: { from: mailServer.envelopeFrom ?? mailServer.from.address, to: mail.to.address },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      date: new Date(server.clock.now()),
      messageId: `<${mail.id}@${ownName}>`,
      // RFC 3834, section 5: no machine should answer.
      headers: { 'auto-submitted': 'auto-generated' },
    })
  } finally {
    transport.close()
    connection.destroy()
  }
}

const toHeader = ({ address, name }: MailAddress) => ({ address, name })

async function toCredentials(server: DeliveryServer, authentication: NonNullable<MailServer['authentication']>) {
  const { user } = authentication
  if (authentication.kind === 'password') return { user, pass: authentication.password }
  return { type: 'OAuth2' as const, user, accessToken: await fetchMailToken(server, authentication) }
}
