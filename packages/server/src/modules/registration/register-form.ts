import { profileView } from '../../model/user/user-profile.ts'
import type { FlowContext } from '../../spi/authenticator.ts'
import { type Form, text } from '../../spi/form.ts'
import type { FormState } from '../../spi/form-action.ts'
import { profileGroups } from '../../spi/profile-fields.ts'
import type { PlacedAction } from './placed-action.ts'

/** Page `register`: what each action of the flow has on it, in their order. */
export function registerForm(context: FlowContext, actions: readonly PlacedAction[], state: FormState): Form {
  const { realm } = context.realm
  return {
    id: 'register',
    action: context.actionUrl,
    fields: actions.flatMap(({ action, context: own }) => action.fields(own, state)),
    messages: [],
    links: [{ name: 'back-to-login', label: text('backToLogin'), href: context.restartUrl }],
    buttons: [{ name: 'register', value: 'true', label: text('doRegister'), kind: 'primary' }],
    data: { groups: profileGroups(realm.userProfile, profileView(context.realm, undefined, 'user')) },
  }
}
