import { InvalidInput, InvalidInputs } from '../../kernel/error.ts'
import { findUserByLogin } from '../../model/user/user.store.ts'
import { type CheckedProfile, profileView, validateProfile } from '../../model/user/user-profile.ts'
import type { FlowContext, FormInput } from '../../spi/authenticator.ts'
import { text } from '../../spi/form.ts'
import type { FormAction, FormCheck } from '../../spi/form-action.ts'
import { profileField } from '../../spi/profile-fields.ts'

/** The realm's user profile: who the user is. */
export const registrationUserCreation: FormAction = {
  id: 'registration-user-creation',
  displayName: 'Registration User Profile Creation',
  helpText:
    'This action must always be first! Validates the username and user profile of the user in validation phase.  In success phase, this will create the user in the database including his user profile.',
  requirements: ['REQUIRED', 'DISABLED'],
  config: [],
  fields: (context, { input, errors }) =>
    editable(context).map((attribute) =>
      profileField(attribute, valuesOf(input[attribute.name], attribute.multivalued), errors[attribute.name]),
    ),
  check,
}

/** What who registers may say of themselves. Nobody is without a name, whatever the profile says of it. */
function editable(context: FlowContext) {
  return profileView(context.realm, undefined, 'user', { scopes: scopesOf(context) })
    .filter(({ readOnly }) => !readOnly)
    .map((attribute) => (attribute.name === 'username' ? { ...attribute, required: true } : attribute))
}

const scopesOf = ({ session }: FlowContext) =>
  (session.state.clientNotes['scope'] ?? '').split(' ').filter((scope) => scope !== '')

/** Several values of one attribute are edited one a line. */
function valuesOf(value: string | undefined, isMultivalued: boolean): readonly string[] {
  if (value === undefined) return []
  return isMultivalued ? value.split(/\r?\n/).filter((line) => line.trim() !== '') : [value.trim()]
}

async function check(context: FlowContext, input: FormInput): Promise<FormCheck> {
  const { realm, server } = context
  // Only what stands on the page: whatever else is posted does not count.
  const values: Record<string, readonly string[]> = Object.fromEntries(
    editable(context).map(({ name, multivalued }) => [name, valuesOf(input[name], multivalued)]),
  )
  const { registrationEmailAsUsername } = realm.realm.settings
  if (registrationEmailAsUsername) values['username'] = values['email'] ?? []
  let profile: CheckedProfile
  try {
    profile = validateProfile(realm, values, 'user', { scopes: scopesOf(context) })
  } catch (error) {
    if (!(error instanceof InvalidInputs)) throw error
    const shown = error.problems.filter(({ field }) => !(registrationEmailAsUsername && field === 'username'))
    return { kind: 'wrong', error: 'invalid_registration', errors: toErrors(shown) }
  }
  const { username, email } = profile
  if (username === undefined) {
    return {
      kind: 'wrong',
      error: 'invalid_registration',
      errors: toErrors([new InvalidInput('username', 'missingUsernameMessage')]),
    }
  }
  // Looked at before a password is hashed in vain; the transaction that makes the user has the last word.
  const taken = { username: await isTaken(username), email: email !== undefined && (await isTaken(email)) }
  if (taken.email && !realm.realm.settings.duplicateEmailsAllowed) {
    return { kind: 'wrong', error: 'email_in_use', errors: { email: text('emailExistsMessage') } }
  }
  if (taken.username)
    return { kind: 'wrong', error: 'username_in_use', errors: { username: text('usernameExistsMessage') } }
  return { kind: 'right', complete: async (draft) => ({ ...draft, ...profile, username }) }

  async function isTaken(name: string): Promise<boolean> {
    return (await findUserByLogin(server.storage, realm.realm, name)) !== undefined
  }
}

function toErrors(problems: readonly InvalidInput[]) {
  return Object.fromEntries(problems.map(({ field, code, parameters }) => [field ?? '', text(code, ...parameters)]))
}
