import type { Credential } from '../../model/credential/credential.ts'
import { removeCredential } from '../../model/credential/remove-credential.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import type { User } from '../../model/user/user.ts'
import type { Authenticator, FlowContext, FormInput, Step } from '../../spi/authenticator.ts'
import { type Form, text } from '../../spi/form.ts'
import { transact } from '../../storage/transact.ts'
import { credentialOptions } from './otp-form.ts'
import { listOtp } from './otp-form-authenticator.ts'

const modeKey = 'action_on_otp_reset_flag'
const modes = { none: 'Remove none', one: 'Remove one', all: 'Remove all' } as const

/**
 * Who lost their phone sets another one up before the sign-in ends; what there was goes as the realm says. Other than in
 * Keycloak it runs for who has a second factor only where an administrator has set it: a mailbox alone must not lead past
 * that factor (ASVS 5.0, 6.4.3).
 */
export const resetOtpAuthenticator: Authenticator = {
  id: 'reset-otp',
  displayName: 'Reset OTP',
  helpText: "Removes existing OTP configurations (if chosen) and sets the 'Configure OTP' required action.",
  requiresUser: true,
  config: [
    {
      name: modeKey,
      label: 'Action on OTP reset.',
      helpText:
        "'Remove none': the user keeps all OTP configurations. 'Remove one': the user chooses one that is removed. 'Remove all': all are removed. In any case a new one is set up.",
      type: 'List',
      defaultValue: modes.none,
      options: [modes.none, modes.one, modes.all],
    },
  ],
  requirements: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  setupAction: 'CONFIGURE_TOTP',
  isConfiguredFor: async (user, context) =>
    context.config[modeKey] !== undefined && (await listOtp(context, user.id)).length > 0,
  authenticate: begin,
  action: removeChosen,
}

const done: Step = { kind: 'success', requiredActions: ['CONFIGURE_TOTP'] }

async function begin(context: FlowContext): Promise<Step> {
  const { user, config } = context
  if (!user) return { kind: 'failure', error: 'user_not_found' }
  const credentials = await listOtp(context, user.id)
  if (config[modeKey] === modes.all) await remove(context, user, credentials)
  const isAsked = config[modeKey] === modes.one && credentials.length > 0
  return isAsked ? { kind: 'challenge', form: choiceForm(context, user, credentials) } : done
}

async function removeChosen(context: FlowContext, input: FormInput): Promise<Step> {
  const { user } = context
  if (!user) return { kind: 'failure', error: 'user_not_found' }
  const credentials = await listOtp(context, user.id)
  // Of the user's own: an id of somebody else's credential finds nothing.
  const chosen = credentials.filter((credential) => credential.id === input['selectedCredentialId'])
  if (chosen.length === 0) return { kind: 'challenge', form: choiceForm(context, user, credentials) }
  await remove(context, user, chosen)
  return done
}

async function remove(context: FlowContext, user: User, credentials: readonly Credential[]): Promise<void> {
  const { server, realm, client, request } = context
  await transact(server.storage, async (tx) => {
    for (const { id } of credentials) {
      if (!(await removeCredential(tx, realm.realm.id, user.id, id))) continue
      const details = { credential_type: 'otp', username: user.username }
      const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
      await recordEvent(tx, realm, { type: 'REMOVE_CREDENTIAL', ...event }, server)
    }
  })
}

/** Page `login-reset-otp`. */
function choiceForm(context: FlowContext, user: User, credentials: readonly Credential[]): Form {
  return {
    id: 'login-reset-otp',
    action: context.actionUrl,
    fields: [
      {
        name: 'selectedCredentialId',
        kind: 'radio',
        label: text('loginChooseAuthenticator'),
        required: true,
        value: credentials[0]?.id ?? '',
        options: credentialOptions(credentials),
      },
    ],
    messages: [],
    links: [],
    buttons: [{ name: 'login', value: 'true', label: text('doSubmit'), kind: 'primary' }],
    data: { username: user.username },
  }
}
