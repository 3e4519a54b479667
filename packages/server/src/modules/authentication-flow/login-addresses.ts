import type { LoginDraft } from './login-draft.ts'
import { isRegistration } from './registration-flow.ts'
import { isResetFlow } from './reset-flow.ts'

export type LoginPath =
  | 'authenticate'
  | 'registration'
  | 'reset-credentials'
  | 'required-action'
  | 'consent'
  | 'restart'

/** Address of one stage of the sign-in. `execution` is an execution's id or a required action's alias. */
export function loginAddress(
  draft: Pick<LoginDraft, 'server' | 'realm' | 'client' | 'session'>,
  path: LoginPath,
  parameters: { readonly execution?: string | undefined; readonly withCode?: boolean } = {},
): string {
  const code = parameters.withCode ? `session_code=${encodeURIComponent(draft.session.state.sessionCode)}&` : ''
  const execution = parameters.execution === undefined ? '' : `execution=${encodeURIComponent(parameters.execution)}&`
  const place = `client_id=${encodeURIComponent(draft.client.client.clientId)}&tab_id=${encodeURIComponent(draft.session.tabId)}`
  return `${draft.server.urls.realm(draft.realm.realm.name)}/login-actions/${path}?${code}${execution}${place}`
}

/** Where forms are posted to. */
export function actionAddress(draft: LoginDraft, path: LoginPath, execution: string): string {
  return loginAddress(draft, path, { execution, withCode: true })
}

/** The page the sign-in is at now, for reloading and going on. */
export function currentAddress(draft: LoginDraft): string {
  const { action, currentExecution: execution } = draft.session.state
  if (action === 'REQUIRED_ACTIONS') return loginAddress(draft, 'required-action', { execution })
  if (action === 'CONSENT') return loginAddress(draft, 'consent')
  return loginAddress(draft, authenticationPath(draft), { execution })
}

/** Where the pages of authenticators stand: each flow has an address of its own. */
export function authenticationPath({ session }: Pick<LoginDraft, 'session'>): LoginPath {
  if (isRegistration(session)) return 'registration'
  return isResetFlow(session) ? 'reset-credentials' : 'authenticate'
}
