import { Conflict, InvalidInputs } from '../../kernel/error.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { updateUser } from '../../model/user/update-user.ts'
import type { User } from '../../model/user/user.ts'
import { type CheckedProfile, profileView, validateProfile } from '../../model/user/user-profile.ts'
import type { FormInput } from '../../spi/authenticator.ts'
import type { FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import type { RequiredAction, RequiredActionContext, RequiredActionStep } from '../../spi/required-action.ts'
import { transact } from '../../storage/transact.ts'
import { updateProfileForm } from './update-profile-form.ts'

/** Asked for by an administrator or an application. */
export const updateProfileRequiredAction: RequiredAction = {
  id: 'UPDATE_PROFILE',
  displayName: text('requiredAction.UPDATE_PROFILE'),
  challenge: async (context) => showProfile(context, 'updateProfileMessage'),
  process: (context, input) => saveProfile(context, input, 'updateProfileMessage'),
}

/** Due by itself while what is stored does not satisfy the realm's user profile. */
export const verifyProfileRequiredAction: RequiredAction = {
  id: 'VERIFY_PROFILE',
  displayName: text('requiredAction.VERIFY_PROFILE'),
  isDue: async (context) => findProblems(context, {}) !== undefined,
  challenge: async (context) => showProfile(context, 'verifyProfileMessage'),
  process: (context, input) => saveProfile(context, input, 'verifyProfileMessage'),
}

type Values = Readonly<Record<string, readonly string[]>>

const scopesOf = ({ session }: RequiredActionContext) =>
  (session.state.clientNotes['scope'] ?? '').split(' ').filter((scope) => scope !== '')

function showProfile(
  context: RequiredActionContext,
  message: string,
  problem: { readonly typed?: Values; readonly errors?: Readonly<Record<string, FormText>> } = {},
): RequiredActionStep {
  const attributes = profileView(context.realm, context.user, 'user', { scopes: scopesOf(context) })
  return { kind: 'challenge', form: updateProfileForm(context, { attributes, message: text(message), ...problem }) }
}

function findProblems(context: RequiredActionContext, values: Values): InvalidInputs | undefined {
  try {
    check(context, values)
    return undefined
  } catch (error) {
    if (error instanceof InvalidInputs) return error
    throw error
  }
}

const check = (context: RequiredActionContext, values: Values): CheckedProfile =>
  validateProfile(context.realm, values, 'user', { existing: context.user, scopes: scopesOf(context) })

async function saveProfile(
  context: RequiredActionContext,
  input: FormInput,
  message: string,
): Promise<RequiredActionStep> {
  const typed = readValues(context, input)
  try {
    await store(context, check(context, typed))
  } catch (error) {
    const errors = toFieldErrors(error)
    if (!errors) throw error
    return showProfile(context, message, { typed, errors })
  }
  return { kind: 'done', eventType: 'UPDATE_PROFILE' }
}

/** Only what the page let the user change; whatever else is posted does not count. */
function readValues(context: RequiredActionContext, input: FormInput): Values {
  const attributes = profileView(context.realm, context.user, 'user', { scopes: scopesOf(context) })
  const values = attributes.flatMap(({ name, readOnly, multivalued }): [string, string[]][] => {
    const value = input[name]
    if (readOnly || value === undefined) return []
    return [[name, multivalued ? value.split(/\r?\n/).filter((line) => line.trim() !== '') : [value.trim()]]]
  })
  return Object.fromEntries(values)
}

async function store(context: RequiredActionContext, profile: CheckedProfile): Promise<User> {
  const { server, realm, user, client, request } = context
  const isNewEmail = (profile.email ?? undefined) !== user.email
  return transact(server.storage, async (tx) => {
    const updated = await updateUser(tx, realm, user, {
      username: profile.username ?? user.username,
      email: profile.email ?? null,
      firstName: profile.firstName ?? null,
      lastName: profile.lastName ?? null,
      attributes: profile.attributes,
      // A new address has not been verified, whoever typed it.
      ...(isNewEmail ? { emailVerified: false } : {}),
    })
    if (isNewEmail) {
      const details = { previous_email: user.email, updated_email: updated.email, username: updated.username }
      const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
      await recordEvent(tx, realm, { type: 'UPDATE_EMAIL', ...event }, server)
    }
    return updated
  })
}

function toFieldErrors(error: unknown): Readonly<Record<string, FormText>> | undefined {
  if (error instanceof InvalidInputs) {
    return Object.fromEntries(
      error.problems.map(({ field, code, parameters }) => [field ?? '', text(code, ...parameters)]),
    )
  }
  if (!(error instanceof Conflict)) return undefined
  return error.field === 'email' ? { email: text('emailExistsMessage') } : { username: text('usernameExistsMessage') }
}
