import { findUserByLogin } from '../../model/user/user.store.ts'
import type { Authenticator, FlowContext, FormInput, Step } from '../../spi/authenticator.ts'
import { type Form, type FormText, text } from '../../spi/form.ts'

/** Who forgot their credentials says who they are. Whether anybody is called so is not told. */
export const chooseUserAuthenticator: Authenticator = {
  id: 'reset-credentials-choose-user',
  displayName: 'Choose User',
  helpText: 'Choose a user to reset credentials for',
  requiresUser: false,
  config: [],
  requirements: ['REQUIRED'],
  isConfiguredFor: async () => true,
  authenticate: async (context) =>
    context.user ? { kind: 'success' } : { kind: 'challenge', form: resetPasswordForm(context) },
  action: chooseUser,
}

/** Longer than any name: refused before it is looked for. */
const longestUsername = 255

async function chooseUser(context: FlowContext, input: FormInput): Promise<Step> {
  const username = (input['username'] ?? '').trim()
  if (username === '' || username.length > longestUsername) {
    return { kind: 'challenge', form: resetPasswordForm(context, text('missingUsernameMessage')) }
  }
  const user = await findUserByLogin(context.server.storage, context.realm.realm, username)
  const isPerson = user?.enabled === true && user.serviceAccountClientId === undefined
  return { kind: 'success', eventDetails: { username }, ...(isPerson ? { user } : {}) }
}

/** Page `login-reset-password`. */
function resetPasswordForm(context: FlowContext, error?: FormText): Form {
  const { loginWithEmailAllowed, registrationEmailAsUsername, duplicateEmailsAllowed } = context.realm.realm.settings
  const isByEmail = loginWithEmailAllowed && !duplicateEmailsAllowed
  const label = !isByEmail ? 'username' : registrationEmailAsUsername ? 'email' : 'usernameOrEmail'
  return {
    id: 'login-reset-password',
    action: context.actionUrl,
    fields: [
      {
        name: 'username',
        kind: 'text',
        label: text(label),
        required: true,
        autofocus: true,
        autocomplete: 'username',
        value: context.session.state.clientNotes['login_hint'] ?? '',
        attributes: { autocapitalize: 'none', spellcheck: 'false' },
        ...(error ? { error } : {}),
      },
    ],
    messages: [],
    links: [{ name: 'back-to-login', label: text('backToLogin'), href: context.restartUrl }],
    data: {},
  }
}
