import { OAuthError } from '../../kernel/error.ts'
import { clearLoginFailures, findLoginFailure } from '../../model/login-failure/login-failure.store.ts'
import type { User } from '../../model/user/user.ts'
import type { LoginContext } from '../../spi/login-protocol.ts'
import { transact } from '../../storage/transact.ts'
import { findDirectGrantFlow } from './find-browser-flow.ts'
import { createFlowWorld } from './flow-world.ts'
import type { LoginDraft } from './login-draft.ts'
import { findPendingAction, type KnownDraft } from './pending-actions.ts'
import { countGuess } from './record-failure.ts'
import { walkFlow } from './walk-flow.ts'

/**
 * Walks the direct grant flow: authenticators find their input in the session's `clientNotes`, and nothing is stored.
 * The caller records the event of the failure, from `OAuthError.event`; guesses are counted here.
 */
export async function authenticateDirectly(
  context: Omit<LoginContext, 'session'>,
  input: Readonly<Record<string, string>>,
): Promise<User> {
  const draft = directDraft(context, input)
  const flow = findDirectGrantFlow(draft)
  if (!flow) throw new OAuthError('invalid_grant', 'Invalid user credentials')
  const world = createFlowWorld(draft)
  const outcome = await walkFlow(world, flow.id)
  if (outcome.kind !== 'success' || !draft.user) {
    const step = world.stoppedBy?.step
    const failure = step?.kind === 'failure' ? step : undefined
    if (failure?.countsAsLoginFailure) await countGuess(draft, failure.user ?? draft.user)
    throw toOAuthError(failure?.error ?? 'invalid_user_credentials')
  }
  const known: KnownDraft = { ...draft, user: draft.user }
  if (draft.session.state.requiredActions.length > 0 || (await findPendingAction(known))) {
    throw new OAuthError('invalid_grant', 'Account is not fully set up', { event: 'resolve_required_actions' })
  }
  await forgetFailures(draft, draft.user)
  return draft.user
}

function directDraft(context: Omit<LoginContext, 'session'>, input: Readonly<Record<string, string>>): LoginDraft {
  const { server, realm, client } = context
  const now = server.clock.now()
  return {
    ...context,
    session: {
      id: '',
      tabId: '',
      realmId: realm.realm.id,
      clientId: client.client.id,
      protocol: client.client.protocol,
      redirectUri: '',
      state: {
        clientNotes: input,
        authNotes: {},
        userSessionNotes: {},
        executions: {},
        sessionCode: '',
        action: 'AUTHENTICATE',
        requiredActions: [],
        rememberMe: false,
      },
      createdAt: now,
      updatedAt: now,
      expiresAt: now,
    },
    stored: undefined,
    user: undefined,
    attachedSession: undefined,
    browser: undefined,
    passive: false,
    cookies: [],
    consented: undefined,
  }
}

/** Keycloak's answers of the password grant. */
function toOAuthError(error: string): OAuthError {
  const options = { event: error }
  if (error === 'user_disabled') return new OAuthError('invalid_grant', 'Account disabled', options)
  if (error === 'missing_username') {
    return new OAuthError('invalid_request', 'Missing parameter: username', { ...options, status: 401 })
  }
  return new OAuthError('invalid_grant', 'Invalid user credentials', options)
}

async function forgetFailures({ server, realm }: LoginDraft, user: User): Promise<void> {
  // Read first: nearly every sign-in has nothing to forget, and a write costs a flush.
  if (!(await findLoginFailure(server.storage, realm.realm.id, user.id))) return
  await transact(server.storage, (tx) => clearLoginFailures(tx, realm.realm.id, user.id))
}
