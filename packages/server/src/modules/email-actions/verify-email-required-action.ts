import { countAttempt } from '../../model/attempt/attempt.store.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { issueActionToken, userActionLifespan } from '../../oauth/action-token.ts'
import { type FormMessage, text } from '../../spi/form.ts'
import { canSendMail, queueMail, toRecipient } from '../../spi/mail.ts'
import type { RequiredAction, RequiredActionContext, RequiredActionStep } from '../../spi/required-action.ts'
import { transact } from '../../storage/transact.ts'
import { verifyEmailForm } from './verify-email-form.ts'

/** The address that this sign-in has sent a mail to: looking at the page again sends no other. */
const sentNote = 'verify-email-sent'
/** Mails for one user at most, and in which time. */
const maximumMails = 5
const mailWindow = 15 * 60_000

/** Due by itself while the realm demands verified addresses and the user's is not. */
export const verifyEmailRequiredAction: RequiredAction = {
  id: 'VERIFY_EMAIL',
  displayName: text('requiredAction.VERIFY_EMAIL'),
  isDue: async ({ realm, user }) => realm.realm.settings.verifyEmail && !user.emailVerified && user.email !== undefined,
  challenge: async (context) => {
    const { user, session } = context
    // Verified meanwhile, or there is nothing to verify.
    if (user.emailVerified || user.email === undefined) return { kind: 'done', eventType: 'VERIFY_EMAIL' }
    return session.state.authNotes[sentNote] === user.email ? show(context) : send(context)
  },
  process: async (context) =>
    context.user.emailVerified ? { kind: 'done', eventType: 'VERIFY_EMAIL' } : send(context),
}

function show(context: RequiredActionContext, message?: FormMessage): RequiredActionStep {
  return { kind: 'challenge', form: verifyEmailForm(context, message) }
}

async function send(context: RequiredActionContext): Promise<RequiredActionStep> {
  const { server, realm, client, session, user, request } = context
  const to = toRecipient(user)
  if (!to || !canSendMail(realm.realm.settings)) {
    return show(context, { kind: 'error', text: text('emailSendErrorMessage') })
  }
  const lifespan = userActionLifespan(realm.realm.settings, 'verify-email')
  const issued = await issueActionToken(
    server,
    realm,
    {
      type: 'verify-email',
      userId: user.id,
      clientId: client.client.clientId,
      email: to.address,
      requiredActions: [],
      tabId: session.tabId,
      notes: {},
    },
    lifespan,
  )
  const minutes = Math.max(1, Math.floor(lifespan / 60))
  const { name, settings } = realm.realm
  const isSent = await transact(server.storage, async (tx) => {
    const attempt = { realmId: realm.realm.id, kind: 'verify-email-mail', subject: user.id }
    if ((await countAttempt(tx, attempt, mailWindow)) > maximumMails) return false
    await queueMail(tx, server.secrets, {
      realmId: realm.realm.id,
      to,
      text: 'emailVerification',
      parameters: [issued.link, minutes, settings.displayName || name, { minutes }],
      validUntil: issued.expiresAt,
    })
    const details = { email: to.address, username: user.username }
    const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
    await recordEvent(tx, realm, { type: 'SEND_VERIFY_EMAIL', ...event }, server)
    return true
  })
  if (!isSent) return show(context, { kind: 'error', text: text('emailVerifyTooManyMessage') })
  return { ...show(context), authNotes: { [sentNote]: to.address } }
}
