import type { RequiredActionSetting } from '../../model/flow/flow.ts'
import type { RequiredAction } from '../../spi/required-action.ts'
import { requiredActionContext } from './flow-context.ts'
import type { LoginDraft } from './login-draft.ts'

export type KnownDraft = LoginDraft & { user: NonNullable<LoginDraft['user']> }

export interface PendingAction {
  readonly setting: RequiredActionSetting
  readonly action: RequiredAction
}

/** Note about how the action that the application asked for has ended; Keycloak's name on the wire. */
export const actionStatusNote = 'kc_action_status'

/**
 * What the user has to do next, in the realm's order: what was asked of the user, what this sign-in needs, what the
 * user's state demands, and last what the application asked for. Disabled actions do not count, as in Keycloak.
 */
export async function findPendingAction(draft: KnownDraft): Promise<PendingAction | undefined> {
  const asked = new Set([...draft.user.requiredActions, ...draft.session.state.requiredActions])
  for (const setting of draft.realm.requiredActions) {
    const action = findAction(draft, setting)
    if (!action) {
      if (asked.has(setting.alias) && setting.enabled) {
        draft.server.log.warn({ action: setting.alias }, 'A required action that nobody implements was passed over')
      }
      continue
    }
    if (asked.has(setting.alias)) return { setting, action }
    if (await action.isDue?.(requiredActionContext(draft, setting.alias))) return { setting, action }
  }
  return findAskedByClient(draft)
}

export function findAction(draft: LoginDraft, setting: RequiredActionSetting): RequiredAction | undefined {
  return setting.enabled ? draft.server.registry.requiredActions.get(setting.providerId) : undefined
}

function findAskedByClient(draft: KnownDraft): PendingAction | undefined {
  const { clientNotes } = draft.session.state
  const alias = clientNotes['kc_action']
  if (alias === undefined || clientNotes[actionStatusNote] !== undefined) return undefined
  const setting = draft.realm.requiredActions.find((one) => one.alias === alias)
  const action = setting && findAction(draft, setting)
  return setting && action ? { setting, action } : undefined
}
