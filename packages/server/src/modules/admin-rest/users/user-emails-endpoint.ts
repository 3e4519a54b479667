import { executeActionsEmail, resetPasswordEmail, sendVerifyEmail } from '@ztrust/contract/admin/user-emails'
import { InvalidInput } from '../../../kernel/error.ts'
import { isRedirectUriAllowed } from '../../../model/client/redirect-uri.ts'
import type { User } from '../../../model/user/user.ts'
import { issueActionToken } from '../../../oauth/action-token.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { canSendMail, type MailParameter, type MailRecipient, queueMail, toRecipient } from '../../../spi/mail.ts'
import { empty, json, type Reply } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireUser } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'

export const userEmailsEndpoints = [
  implement(executeActionsEmail, async ({ params, query, body }, context) => {
    return sendActions(context, await requireUser(context, params.id), query, body ?? [], 'execute-actions-email')
  }),

  implement(resetPasswordEmail, async ({ params, query }, context) => {
    return sendActions(
      context,
      await requireUser(context, params.id),
      query,
      ['UPDATE_PASSWORD'],
      'reset-password-email',
    )
  }),

  implement(sendVerifyEmail, async ({ params, query }, context) => {
    const user = await requireUser(context, params.id)
    const target = await requireTarget(context, user, query)
    if (!canSendMail(context.realm.realm.settings)) {
      return json({ errorMessage: 'Failed to send verify email' }, 500)
    }
    return sendLink(context, user, target, {
      type: 'verify-email',
      requiredActions: [],
      path: 'send-verify-email',
      text: 'emailVerification',
      parameters: (link, minutes, realmName) => [link, minutes, realmName, { minutes }],
    })
  }),
]

interface Query {
  readonly client_id?: string | undefined
  readonly redirect_uri?: string | undefined
  readonly lifespan?: number | undefined
}

interface Target {
  readonly to: MailRecipient
  readonly clientId: string
  readonly redirectUri?: string
  /** Seconds. */
  readonly lifespan: number
}

async function sendActions(
  context: AdminContext,
  user: User,
  query: Query,
  requiredActions: readonly string[],
  path: string,
): Promise<Reply> {
  const target = await requireTarget(context, user, query)
  const { realm, server } = context
  const isKnown = (alias: string) =>
    realm.requiredActions.some((one) => one.alias === alias && server.registry.requiredActions.has(one.providerId))
  if (!requiredActions.every(isKnown)) throw new InvalidInput(undefined, 'Provided invalid required actions')
  if (!canSendMail(realm.realm.settings)) {
    return json({ errorMessage: "Failed to send execute actions email: Invalid sender address 'null'." }, 500)
  }
  const names = requiredActions.map((alias) => ({ key: `requiredAction.${alias}`, fallback: alias }))
  return sendLink(context, user, target, {
    type: 'execute-actions',
    requiredActions,
    path,
    text: 'executeActions',
    parameters: (link, minutes, realmName) => [link, minutes, realmName, { texts: names }, { minutes }],
  })
}

/** Everything that a link is bound to, in Keycloak's order of refusals. */
async function requireTarget({ realm, server }: AdminContext, user: User, query: Query): Promise<Target> {
  const to = toRecipient(user)
  if (!to) throw new InvalidInput(undefined, 'User email missing')
  if (!user.enabled) throw new InvalidInput(undefined, 'User is disabled')
  const { client_id: clientId, redirect_uri: redirectUri, lifespan } = query
  if (redirectUri !== undefined && clientId === undefined) throw new InvalidInput(undefined, 'Client id missing')
  const client = await realm.client(clientId ?? 'account')
  if (!client) throw new InvalidInput(undefined, "Client doesn't exist")
  if (!client.client.enabled) throw new InvalidInput(undefined, 'Client is not enabled')
  if (redirectUri !== undefined && !isRedirectUriAllowed(redirectUri, client.client.settings, server.urls.base)) {
    throw new InvalidInput(undefined, 'Invalid redirect uri.')
  }
  return {
    to,
    clientId: client.client.clientId,
    lifespan: lifespan ?? realm.realm.settings.actionTokenGeneratedByAdminLifespan,
    ...(redirectUri === undefined ? {} : { redirectUri }),
  }
}

interface LinkMail {
  readonly type: string
  readonly requiredActions: readonly string[]
  /** Last part of the operation's path, for the admin event. */
  readonly path: string
  readonly text: string
  readonly parameters: (link: string, minutes: number, realmName: string) => readonly MailParameter[]
}

async function sendLink(context: AdminContext, user: User, target: Target, mail: LinkMail): Promise<Reply> {
  const { server, realm } = context
  const { to, lifespan, ...binding } = target
  const token = {
    ...binding,
    type: mail.type,
    userId: user.id,
    email: to.address,
    requiredActions: mail.requiredActions,
    notes: {},
  }
  const issued = await issueActionToken(server, realm, token, lifespan)
  const { id, name, settings } = realm.realm
  await transact(server.storage, async (tx) => {
    await queueMail(tx, server.secrets, {
      realmId: id,
      to,
      text: mail.text,
      parameters: mail.parameters(issued.link, Math.floor(lifespan / 60), settings.displayName || name),
      validUntil: issued.expiresAt,
    })
    await recordChange(tx, context, {
      operation: 'ACTION',
      resourceType: 'USER',
      path: ['users', user.id, mail.path],
      representation: mail.requiredActions,
    })
  })
  return empty()
}
