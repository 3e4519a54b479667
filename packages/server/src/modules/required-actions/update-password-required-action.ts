import { InvalidInput } from '../../kernel/error.ts'
import { parsePasswordPolicy, requirePasswordPolicy, toHashPolicy } from '../../model/credential/password-policy.ts'
import { setPassword } from '../../model/credential/set-password.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { endAllUserSessions } from '../../model/user-session/end-user-session.ts'
import type { FormInput } from '../../spi/authenticator.ts'
import { text } from '../../spi/form.ts'
import type { RequiredAction, RequiredActionContext, RequiredActionStep } from '../../spi/required-action.ts'
import { transact } from '../../storage/transact.ts'
import { updatePasswordForm } from './update-password-form.ts'

const dayMilliseconds = 86_400_000

export const updatePasswordRequiredAction: RequiredAction = {
  id: 'UPDATE_PASSWORD',
  displayName: text('requiredAction.UPDATE_PASSWORD'),
  isDue: async (context) => isExpired(context),
  challenge: async (context) => ({ kind: 'challenge', form: updatePasswordForm(context) }),
  process: changePassword,
}

/** `forceExpiredPasswordChange(365)`: days that a password may be kept. */
function isExpired({ realm, user, server }: RequiredActionContext): boolean {
  const policy = parsePasswordPolicy(realm.realm.settings.passwordPolicy)
  const entry = policy.find((one) => one.id === 'forceExpiredPasswordChange')
  if (!entry || user.passwordChangedAt === undefined) return false
  const days = Number(entry.value ?? 365)
  return days > 0 && server.clock.now() - user.passwordChangedAt > days * dayMilliseconds
}

async function changePassword(context: RequiredActionContext, input: FormInput): Promise<RequiredActionStep> {
  const { server, realm, user } = context
  const password = input['password-new'] ?? ''
  const logoutSessions = input['logout-sessions'] === 'on'
  const again = (problem: Parameters<typeof updatePasswordForm>[1]): RequiredActionStep => ({
    kind: 'challenge',
    form: updatePasswordForm(context, { ...problem, logoutSessions }),
  })
  if (password === '') return again({ newError: text('missingPasswordMessage') })
  if (password !== input['password-confirm']) return again({ confirmError: text('notMatchPasswordMessage') })
  try {
    await requirePasswordPolicy(server, realm, password, user)
    const hashed = await server.hashing.hash(password, toHashPolicy(realm.realm.settings.passwordPolicy))
    await transact(server.storage, async (tx) => {
      await setPassword(tx, realm, user, hashed, { temporary: false })
      // Whoever knew the old password is out; this browser's own session stays.
      if (logoutSessions) await endAllUserSessions(tx, realm.realm.id, user.id, context.sso?.userSession.id)
      await recordEvent(tx, realm, { type: 'UPDATE_CREDENTIAL', ...eventOf(context) }, server)
    })
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return again({ newError: text(error.code, ...error.parameters) })
  }
  return { kind: 'done', eventType: 'UPDATE_PASSWORD' }
}

function eventOf({ client, user, request }: RequiredActionContext) {
  const details = { credential_type: 'password', custom_required_action: 'UPDATE_PASSWORD', username: user.username }
  return { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
}
