import { findAuthenticationSession } from '../../model/authentication-session/authentication-session.store.ts'
import { draftAuthenticationSession } from '../../model/authentication-session/draft-authentication-session.ts'
import type { ActionToken, ActionTokenContext, ActionTokenHandler, ActionTokenStep } from '../../spi/action-token.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { advanceLogin, enterRequiredActions } from './advance-login.ts'
import { noteEndAfterActions } from './end-actions.ts'
import { holdActionToken, noteActionToken, spendActionToken } from './hold-action-token.ts'
import { readSessionCookie } from './login-cookies.ts'
import { applyEffects, changeState, type LoginDraft, resetDraft } from './login-draft.ts'
import { newDraft, storedDraft } from './open-draft.ts'
import { errorPage, infoPage } from './pages.ts'
import { enterResetFlow } from './reset-flow.ts'

/** The tab that asked for the link, when it is one of this browser and its sign-in still goes on. */
export async function openWaitingDraft(
  { server, realm, request }: RealmContext,
  token: ActionToken,
): Promise<LoginDraft | undefined> {
  const id = readSessionCookie(request)
  if (id === undefined || token.tabId === undefined) return undefined
  const session = await findAuthenticationSession(server.storage, realm.realm.id, id, token.tabId)
  const client = await realm.client(token.clientId)
  if (!session || !client || session.clientId !== client.client.id) return undefined
  return storedDraft({ server, realm, client, session, request })
}

/** Thrown to undo what a handler wrote for a link that is used up. */
class TokenSpent extends Error {}

/** Does what a link is for. `waiting`: the tab that asked for it. */
export async function proceedWithToken(
  handler: ActionTokenHandler,
  action: ActionTokenContext,
  waiting: LoginDraft | undefined,
): Promise<Reply> {
  const { server, realm, client, token } = action
  const grip = server.random.token()
  const realmId = realm.realm.id
  const step = await transact(server.storage, async (tx) => {
    const done = await handler.process(tx, action)
    const isOurs =
      done.kind === 'done'
        ? await spendActionToken(tx, realmId, token)
        : await holdActionToken(tx, realmId, token, grip)
    if (!isOurs) throw new TokenSpent()
    return done
  }).catch((error: unknown) => {
    if (error instanceof TokenSpent) return undefined
    throw error
  })
  if (!step) return page(errorPage(text('expiredActionTokenNoSessionMessage'), client.client), 400)
  if (step.kind === 'done') {
    return waiting ? advanceLogin(waiting) : page(infoPage(step.message, client.client, token.redirectUri))
  }
  return goOn(waiting ?? (await beginElsewhere(action)), action, step, grip, waiting === undefined)
}

/** A sign-in of its own: the link was opened in a browser that did not ask for it. */
async function beginElsewhere({ server, realm, client, token, request }: ActionTokenContext): Promise<LoginDraft> {
  const session = draftAuthenticationSession(server, realm.realm, {
    id: server.random.token(),
    clientId: client.client.id,
    protocol: 'openid-connect',
    redirectUri: token.redirectUri ?? '',
  })
  return newDraft({ server, realm, client, session, request }, false)
}

async function goOn(
  draft: LoginDraft,
  { user, token }: ActionTokenContext,
  step: Exclude<ActionTokenStep, { readonly kind: 'done' }>,
  grip: string,
  isElsewhere: boolean,
): Promise<Reply> {
  resetDraft(draft)
  draft.user = user
  draft.session = { ...draft.session, userId: user.id }
  noteActionToken(draft, token, grip)
  // Who holds the link need not be who sits at this browser: nobody is signed in by it.
  if (isElsewhere) noteEndAfterActions(draft)
  if (step.kind === 'reset') {
    enterResetFlow(draft)
    return advanceLogin(draft)
  }
  applyEffects(draft, { requiredActions: step.requiredActions })
  enterRequiredActions(draft)
  changeState(draft, { action: 'REQUIRED_ACTIONS' })
  return advanceLogin(draft)
}
