import type { Execution } from '../../model/flow/flow.ts'
import type { FlowContext } from '../../spi/authenticator.ts'
import type { RequiredActionContext } from '../../spi/required-action.ts'
import { hasActionToken } from './hold-action-token.ts'
import { actionAddress, authenticationPath, loginAddress } from './login-addresses.ts'
import type { LoginDraft } from './login-draft.ts'

/** What the authenticator of an execution sees. */
export function flowContext(draft: LoginDraft, execution: Execution): FlowContext {
  const config = execution.configId === undefined ? undefined : draft.realm.authenticatorConfig(execution.configId)
  return {
    ...shared(draft),
    execution,
    config: config?.config ?? {},
    actionUrl: actionAddress(draft, authenticationPath(draft), execution.id),
    ...(draft.user ? { user: draft.user } : {}),
  }
}

/** What a required action sees; `alias` is the name of its setting in the realm. */
export function requiredActionContext(
  draft: LoginDraft & { user: NonNullable<LoginDraft['user']> },
  alias: string,
): RequiredActionContext {
  const setting = draft.realm.requiredActions.find((one) => one.alias === alias)
  return {
    ...shared(draft),
    config: setting?.config ?? {},
    user: draft.user,
    actionUrl: actionAddress(draft, 'required-action', alias),
    isInitiatedByClient: draft.session.state.clientNotes['kc_action'] === alias,
  }
}

function shared(draft: LoginDraft) {
  const { server, realm, client, session, request, passive, browser } = draft
  return {
    server,
    realm,
    client,
    session,
    request,
    passive,
    cameByActionToken: hasActionToken(session),
    restartUrl: loginAddress(draft, 'restart'),
    ...(browser ? { sso: browser } : {}),
  }
}
