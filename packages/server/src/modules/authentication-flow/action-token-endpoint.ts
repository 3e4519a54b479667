import { postActionToken, showActionToken } from '@ztrust/contract/login'
import { recordEvent } from '../../model/event/record-event.ts'
import { findUserById } from '../../model/user/user.store.ts'
import { verifyActionToken } from '../../oauth/action-token.ts'
import type { ActionTokenContext, ActionTokenHandler } from '../../spi/action-token.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { readFormInput } from './form-input.ts'
import { isActionTokenSpent } from './hold-action-token.ts'
import { confirmActionPage, errorPage } from './pages.ts'
import { openWaitingDraft, proceedWithToken } from './proceed-with-token.ts'

export const actionTokenEndpoints = [
  /** The link is opened. Nothing happens yet, unless the very tab that asked for it waits in this browser. */
  implement(showActionToken, async ({ query }, context) => {
    const opened = await openToken(context, query.key)
    if (opened.kind === 'reply') return opened.reply
    const { handler, action } = opened
    const waiting = await openWaitingDraft(context, action.token)
    if (waiting) return proceedWithToken(handler, action, waiting)
    const { server, realm, token } = action
    const nameOf = (alias: string) => realm.requiredActions.find((one) => one.alias === alias)?.name ?? alias
    const form = confirmActionPage({
      action: `${server.urls.realm(realm.realm.name)}/login-actions/action-token`,
      key: query.key ?? '',
      message: handler.confirmation(action),
      requiredActions: token.requiredActions.map((alias) => ({
        key: `requiredAction.${alias}`,
        fallback: nameOf(alias),
      })),
    })
    return page(form)
  }),

  implement(postActionToken, async (_, context) => {
    const opened = await openToken(context, readFormInput(context.request)['key'])
    return opened.kind === 'reply' ? opened.reply : proceedWithToken(opened.handler, opened.action, undefined)
  }),
]

type OpenedToken =
  | { readonly kind: 'found'; readonly handler: ActionTokenHandler; readonly action: ActionTokenContext }
  | { readonly kind: 'reply'; readonly reply: Reply }

/** A link counts when it is this realm's, in time, unused, and all that it is bound to is still as it was. */
async function openToken(context: RealmContext, key: string | undefined): Promise<OpenedToken> {
  const { server, realm, request } = context
  const token = key === undefined ? undefined : await verifyActionToken(server, realm, key)
  if (token === 'expired') return refuse('expired_code', 'expiredActionTokenNoSessionMessage')
  const handler = token && server.registry.actionTokens.get(token.type)
  if (!token || !handler) return refuse('invalid_token', 'invalidActionTokenMessage')
  if (await isActionTokenSpent(server.storage, realm.realm.id, token.id)) {
    return refuse('expired_code', 'expiredActionTokenNoSessionMessage', token.userId)
  }
  const user = await findUserById(server.storage, realm.realm.id, token.userId)
  if (!user?.enabled) return refuse('user_disabled', 'accountDisabledMessage', token.userId)
  // What was proven is an address the user does not have any more.
  if (user.email !== token.email) return refuse('invalid_email', 'invalidActionTokenMessage', user.id)
  const client = await realm.client(token.clientId)
  if (!client?.client.enabled) return refuse('client_disabled', 'clientDisabledMessage', user.id)
  return { kind: 'found', handler, action: { server, realm, client, user, token, request } }

  async function refuse(error: string, message: string, userId?: string): Promise<OpenedToken> {
    const event = { type: 'EXECUTE_ACTION_TOKEN_ERROR', error, ip: request.ip, ...(userId ? { userId } : {}) }
    await transact(server.storage, (tx) => recordEvent(tx, realm, event, server))
    return { kind: 'reply', reply: page(errorPage(text(message)), 400) }
  }
}
