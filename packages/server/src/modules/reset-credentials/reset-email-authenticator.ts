import { countAttempt } from '../../model/attempt/attempt.store.ts'
import { forcedLoginNote } from '../../model/authentication-session/forced-login.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import type { User } from '../../model/user/user.ts'
import { issueActionToken, userActionLifespan } from '../../oauth/action-token.ts'
import type { Authenticator, FlowContext, Step } from '../../spi/authenticator.ts'
import { canSendMail, queueMail, queueNoMail, toRecipient } from '../../spi/mail.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { resetTokenType } from './reset-credentials-token.ts'

/** Mails for one user at most, and in which time: nobody fills somebody else's mailbox. */
const maximumMails = 5
const mailWindow = 15 * 60_000
const forceLoginKey = 'force-login'

/** Sends the link, and begins the usual sign-in anew; behind the link it has nothing left to do. */
export const resetEmailAuthenticator: Authenticator = {
  id: 'reset-credential-email',
  displayName: 'Send Reset Email',
  helpText: 'Send email to user and wait for response.',
  requiresUser: false,
  config: [
    {
      name: forceLoginKey,
      label: 'Force login after reset',
      helpText:
        "'true': the user signs in anew after the reset. 'false' and 'only-federated': who has no second factor is signed in, in the browser that asked.",
      type: 'List',
      defaultValue: 'only-federated',
      options: ['true', 'false', 'only-federated'],
    },
  ],
  requirements: ['REQUIRED'],
  isConfiguredFor: async () => true,
  authenticate: sendLink,
  action: async () => ({ kind: 'attempted' }),
}

async function sendLink(context: FlowContext): Promise<Step> {
  // Only the link leads here with a token: whoever opened it has the mailbox.
  if (context.cameByActionToken && context.user) {
    return {
      kind: 'success',
      ...(context.config[forceLoginKey] === 'true' ? { authNotes: { [forcedLoginNote]: 'true' } } : {}),
    }
  }
  const { server, realm, client, session, user } = context
  const to = user && toRecipient(user)
  const lifespan = userActionLifespan(realm.realm.settings, resetTokenType)
  // Signed for nobody, too, so that time does not tell who has an account.
  const issued = await issueActionToken(
    server,
    realm,
    {
      type: resetTokenType,
      userId: user?.id ?? server.ids.uuid(),
      clientId: client.client.clientId,
      email: to?.address ?? '',
      requiredActions: [],
      tabId: session.tabId,
      notes: {},
    },
    lifespan,
  )
  const minutes = Math.max(1, Math.floor(lifespan / 60))
  const { id, name, settings } = realm.realm
  await transact(server.storage, async (tx) => {
    const subject = user?.id ?? ''
    const count = await countAttempt(tx, { realmId: id, kind: 'reset-credentials-mail', subject }, mailWindow)
    const problem = findProblem(context, count)
    await record(tx, context, problem)
    if (problem !== undefined || !to) return queueNoMail(tx, server.secrets)
    await queueMail(tx, server.secrets, {
      realmId: id,
      to,
      text: 'passwordReset',
      parameters: [issued.link, minutes, settings.displayName || name, { minutes }],
      validUntil: issued.expiresAt,
    })
  })
  return { kind: 'start-over', notice: 'emailSentMessage' }
}

/** Why no mail is sent, as the event's error. */
function findProblem({ realm, user }: FlowContext, count: number): string | undefined {
  if (!user) return 'user_not_found'
  if (!user.email) return 'invalid_email'
  if (!canSendMail(realm.realm.settings)) return 'email_send_failed'
  return count > maximumMails ? 'email_send_failed' : undefined
}

async function record(tx: Tx, context: FlowContext, error: string | undefined): Promise<void> {
  const { server, realm, client, session, request } = context
  const user: User | undefined = context.user
  const typed = session.state.authNotes['event.username']
  const details = {
    ...(typed === undefined ? {} : { username: typed }),
    ...(user?.email === undefined ? {} : { email: user.email }),
  }
  const event = { clientId: client.client.clientId, userId: user?.id, ip: request.ip, details }
  const type = error === undefined ? 'SEND_RESET_PASSWORD' : 'RESET_PASSWORD_ERROR'
  await recordEvent(tx, realm, { type, ...event, ...(error === undefined ? {} : { error }) }, server)
}
