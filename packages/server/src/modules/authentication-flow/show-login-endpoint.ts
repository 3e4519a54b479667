import { restartLogin, showConsent, showLogin, showRequiredAction } from '@ztrust/contract/login'
import { recordEvent } from '../../model/event/record-event.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { type Reply, redirect } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { advanceLogin } from './advance-login.ts'
import { authenticationPath, currentAddress, type LoginPath } from './login-addresses.ts'
import { eventDetails, type LoginDraft, resetDraft, setAuthNotes } from './login-draft.ts'
import { hasLostSession, type LoginQuery, openDraft } from './open-draft.ts'
import { presentExpired } from './present-page.ts'

/** The SSO session that was tried since: a flow that does not take it must not be asked for ever. */
const triedNote = 'tried-session'

const show = (stage: string) => (request: { readonly query: LoginQuery }, context: RealmContext) =>
  showStage(context, request.query, stage)

export const showEndpoints = [
  implement(showLogin, show('authenticate')),
  implement(showRequiredAction, show('required-action')),
  implement(showConsent, show('consent')),
]

/** Reload, back button, a bookmark, another tab: shows where the sign-in is, or says that this page is over. */
async function showStage(context: RealmContext, query: LoginQuery, stage: string): Promise<Reply> {
  const opened = await openDraft(context, query)
  if (opened.kind === 'reply') return opened.reply
  const { draft } = opened
  if (opened.kind === 'restarted') return advanceLogin(draft)
  const signedIn = hasSignedInElsewhere(draft)
  if (hasLostSession(draft) || signedIn) resetDraft(draft)
  if (signedIn) setAuthNotes(draft, { [triedNote]: draft.browser?.userSession.id })
  const { action, currentExecution } = draft.session.state
  if (action !== 'DONE' && pathOf(draft, action) !== stage) return redirect(currentAddress(draft))
  if (query.execution !== undefined && currentExecution !== undefined && query.execution !== currentExecution) {
    return presentExpired(draft)
  }
  return advanceLogin(draft)
}

function pathOf(draft: LoginDraft, action: 'AUTHENTICATE' | 'REQUIRED_ACTIONS' | 'CONSENT'): LoginPath {
  if (action === 'REQUIRED_ACTIONS') return 'required-action'
  return action === 'CONSENT' ? 'consent' : authenticationPath(draft)
}

/** The browser has an SSO session that is younger than this sign-in: the cookie is worth another try. */
export function hasSignedInElsewhere({ browser, session, server }: LoginDraft): boolean {
  return (
    browser !== undefined &&
    session.state.action === 'AUTHENTICATE' &&
    session.state.authNotes[triedNote] !== browser.userSession.id &&
    browser.userSession.authenticatedAt > session.createdAt &&
    browser.userSession.authenticatedAt <= server.clock.now()
  )
}

/** Starts the sign-in afresh; what the application asked for stays. */
export const restartLoginEndpoint = implement(restartLogin, async (request, context): Promise<Reply> => {
  const opened = await openDraft(context, request.query)
  if (opened.kind === 'reply') return opened.reply
  const { draft } = opened
  resetDraft(draft)
  await transact(draft.server.storage, (tx) =>
    recordEvent(
      tx,
      draft.realm,
      {
        type: 'RESTART_AUTHENTICATION',
        clientId: draft.client.client.clientId,
        ip: draft.request.ip,
        details: eventDetails(draft),
      },
      draft.server,
    ),
  )
  return advanceLogin(draft)
})
