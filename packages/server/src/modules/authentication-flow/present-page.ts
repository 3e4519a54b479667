import type { Execution } from '../../model/flow/flow.ts'
import type { FlowContext } from '../../spi/authenticator.ts'
import type { Form } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply, redirect } from '../../spi/reply.ts'
import { listChoices } from './flow-choices.ts'
import { flowContext } from './flow-context.ts'
import { actionAddress, authenticationPath, currentAddress, loginAddress } from './login-addresses.ts'
import { keepRestartCookie, keepSessionCookie } from './login-cookies.ts'
import type { LoginDraft } from './login-draft.ts'
import { type AuthenticatorChoice, pageExpiredPage, selectAuthenticatorPage } from './pages.ts'
import { storeDraft } from './store-draft.ts'
import type { FlowWorld } from './walk-flow.ts'

/** Stores the draft and shows a page; when somebody else was first, says that the page has expired. */
export async function presentPage(draft: LoginDraft, form: Form, status = 200): Promise<Reply> {
  if (!(await storeDraft(draft))) return presentExpired(draft)
  const locales = { asked: draft.session.state.locale, user: draft.user?.attributes['locale']?.[0] }
  return { ...page(form, status, pageCookies(draft)), locales }
}

/** Stores the draft and sends the browser elsewhere (an identity provider). */
export async function presentRedirect(draft: LoginDraft, location: string): Promise<Reply> {
  if (!(await storeDraft(draft))) return presentExpired(draft)
  return redirect(location, pageCookies(draft))
}

export function presentExpired(draft: LoginDraft): Reply {
  const continueUrl = currentAddress(draft)
  return page(pageExpiredPage({ restartUrl: loginAddress(draft, 'restart'), continueUrl }), 400)
}

function pageCookies(draft: LoginDraft) {
  const { server, realm, session } = draft
  return [keepSessionCookie(server, session.id), ...keepRestartCookie(server, realm, session), ...draft.cookies]
}

/** Adds what every page of an authenticator has: "Try another way" when there is one, and who is signing in. */
export async function decorate(draft: LoginDraft, world: FlowWorld, flowId: string, execution: Execution, form: Form) {
  const choices = await findChoices(draft, world, flowId, execution.id)
  const buttons = form.buttons ?? []
  return {
    ...form,
    ...(choices.length > 1
      ? {
          buttons: [
            ...buttons,
            { name: 'tryAnotherWay', value: 'on', label: text('doTryAnotherWay'), kind: 'secondary' as const },
          ],
        }
      : {}),
    data: { ...form.data, ...attemptedUsername(draft) },
  }
}

/** Page `select-authenticator`. */
export async function selectionPage(draft: LoginDraft, world: FlowWorld, flowId: string, currentId: string) {
  return selectAuthenticatorPage({
    action: actionAddress(draft, authenticationPath(draft), currentId),
    restartUrl: loginAddress(draft, 'restart'),
    choices: await findChoices(draft, world, flowId, currentId),
    ...attemptedUsername(draft),
  })
}

function attemptedUsername(draft: LoginDraft) {
  const attempted = draft.user?.username
  return attempted === undefined ? {} : { attemptedUsername: attempted }
}

/** What the user can do instead, with how it is called. */
export async function findChoices(
  draft: LoginDraft,
  world: FlowWorld,
  flowId: string,
  currentId: string,
): Promise<readonly AuthenticatorChoice[]> {
  const { authenticators } = draft.server.registry
  const found = await listChoices(world, flowId, currentId, async (execution) => {
    const authenticator = authenticators.get(execution.authenticator ?? '')
    if (!authenticator?.choice) return false
    const context: FlowContext = flowContext(draft, execution)
    if (!authenticator.requiresUser) return true
    return draft.user !== undefined && (await authenticator.isConfiguredFor(draft.user, context))
  })
  return found.flatMap((execution) => {
    const choice = authenticators.get(execution.authenticator ?? '')?.choice
    return choice ? [{ authenticationExecution: execution.id, ...choice }] : []
  })
}
