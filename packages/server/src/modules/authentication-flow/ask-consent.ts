import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import { failLogin } from './fail-login.ts'
import { actionAddress } from './login-addresses.ts'
import { changeState, type LoginDraft } from './login-draft.ts'
import { consentPage, errorPage } from './pages.ts'
import { presentPage } from './present-page.ts'

/** Name of the consent page where executions are named otherwise. */
const consentExecution = 'consent'

/** The scopes to agree to; none when nothing is asked. */
export async function findScopesToConsent(draft: LoginDraft): Promise<readonly string[]> {
  const protocol = draft.server.registry.loginProtocols.get(draft.session.protocol)
  if (!protocol || !draft.user) return []
  return protocol.scopesToConsent({ ...draft, user: draft.user })
}

/** Shows the consent page when the application asks for something new. */
export async function askConsent(draft: LoginDraft): Promise<Reply | undefined> {
  if (!draft.user) return page(errorPage(text('internalServerError'), draft.client.client), 400)
  const ids = await findScopesToConsent(draft)
  const confirmation = draft.server.registry.loginProtocols.get(draft.session.protocol)?.confirmation?.(draft)
  if (ids.length === 0 && !confirmation) return undefined
  if (draft.passive) return failLogin(draft, 'interaction_required')
  changeState(draft, { currentExecution: consentExecution })
  const asked = new Set(ids)
  const form = consentPage({
    action: actionAddress(draft, 'consent', consentExecution),
    client: draft.client.client,
    scopes: draft.realm.clientScopes.filter((scope) => asked.has(scope.id)),
    ...(confirmation ? { confirmation } : {}),
  })
  return presentPage(draft, form)
}
