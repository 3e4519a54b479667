import {
  decodeOtpSecret,
  encodeOtpSecret,
  generateOtpSecret,
  toProvisioningUri,
  verifyHotp,
  verifyTotp,
} from '../../crypto/totp.ts'
import { addCredential } from '../../model/credential/add-credential.ts'
import { listCredentials } from '../../model/credential/credential.store.ts'
import { otpCredential, toOtpParameters } from '../../model/credential/otp-credential.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { endAllUserSessions } from '../../model/user-session/end-user-session.ts'
import type { FormInput } from '../../spi/authenticator.ts'
import type { FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import type { RequiredAction, RequiredActionContext, RequiredActionStep } from '../../spi/required-action.ts'
import { transact } from '../../storage/transact.ts'
import { configureTotpForm } from './configure-totp-form.ts'

/** The secret waits sealed in the sign-in until a code proves that the app has it; the post cannot bring another one. */
const secretNote = 'totp-secret'
const longestLabel = 255

export const configureTotpRequiredAction: RequiredAction = {
  id: 'CONFIGURE_TOTP',
  displayName: text('requiredAction.CONFIGURE_TOTP'),
  registersCredential: true,
  challenge: async (context) => challenge(context, readSecret(context) ?? generateOtpSecret(context.server.random), {}),
  process: setUp,
}

interface Problem {
  readonly totpError?: FormText
  readonly labelError?: FormText
  readonly userLabel?: string
  readonly logoutSessions?: boolean
}

async function challenge(
  context: RequiredActionContext,
  secret: Buffer,
  problem: Problem,
): Promise<RequiredActionStep> {
  const { server, realm, user } = context
  const { settings, name } = realm.realm
  const query = new URLSearchParams(context.request.url.split('?')[1] ?? '')
  const existing = await listCredentials(server.storage, realm.realm.id, user.id, 'otp')
  const common = {
    secret,
    issuer: settings.displayName || name,
    account: user.username,
    digits: settings.otpPolicyDigits,
    algorithm: settings.otpPolicyAlgorithm,
  }
  const otpauthUri = toProvisioningUri(
    settings.otpPolicyType === 'hotp'
      ? { ...common, type: 'hotp', initialCounter: settings.otpPolicyInitialCounter }
      : { ...common, type: 'totp', period: settings.otpPolicyPeriod },
  )
  const base32 = encodeOtpSecret(secret)
  const form = configureTotpForm(context, {
    mode: query.get('mode') === 'manual' ? 'manual' : 'qr',
    secret: base32,
    otpauthUri,
    isLabelRequired: existing.length > 0,
    ...problem,
  })
  return { kind: 'challenge', form, authNotes: { [secretNote]: server.secrets.seal(base32, sealContext(context)) } }
}

async function setUp(context: RequiredActionContext, input: FormInput): Promise<RequiredActionStep> {
  const { server, realm, user, client, request } = context
  const secret = readSecret(context)
  if (!secret) return challenge(context, generateOtpSecret(server.random), {})
  const code = (input['totp'] ?? '').replaceAll(' ', '')
  const userLabel = (input['userLabel'] ?? '').trim()
  const logoutSessions = input['logout-sessions'] === 'on'
  const typed = { userLabel, logoutSessions }
  if (code === '') return challenge(context, secret, { ...typed, totpError: text('missingTotpMessage') })
  const existing = await listCredentials(server.storage, realm.realm.id, user.id, 'otp')
  if (existing.length > 0 && userLabel === '') {
    return challenge(context, secret, { ...typed, labelError: text('missingTotpDeviceNameMessage') })
  }
  if (userLabel.length > longestLabel) {
    return challenge(context, secret, {
      ...typed,
      labelError: text('error-invalid-length-too-long', 'userLabel', '', longestLabel),
    })
  }
  const used = findUsed(context, secret, code)
  if (!used) return challenge(context, secret, { ...typed, totpError: text('invalidTotpMessage') })

  const parameters = { ...toOtpParameters(realm.realm), ...used }
  const credential = otpCredential(server.secrets, server.ids.uuid(), {
    secret: encodeOtpSecret(secret),
    parameters,
    ...(userLabel === '' ? {} : { label: userLabel }),
  })
  await transact(server.storage, async (tx) => {
    await addCredential(tx, realm.realm.id, user.id, credential)
    if (logoutSessions) await endAllUserSessions(tx, realm.realm.id, user.id, context.sso?.userSession.id)
    const details = { credential_type: 'otp', custom_required_action: 'CONFIGURE_TOTP', username: user.username }
    const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
    await recordEvent(tx, realm, { type: 'UPDATE_CREDENTIAL', ...event }, server)
  })
  return { kind: 'done', eventType: 'UPDATE_TOTP', authNotes: { [secretNote]: undefined } }
}

/** What the right code uses up: it must not be good for a sign-in as well. */
function findUsed({ server, realm }: RequiredActionContext, secret: Buffer, code: string) {
  const { settings } = realm.realm
  const common = { secret, code, digits: settings.otpPolicyDigits, algorithm: settings.otpPolicyAlgorithm }
  const window = settings.otpPolicyLookAheadWindow
  if (settings.otpPolicyType === 'hotp') {
    const counter = verifyHotp({ ...common, counter: settings.otpPolicyInitialCounter, lookAhead: window })
    return counter === undefined ? undefined : { counter }
  }
  const time = { period: settings.otpPolicyPeriod, now: server.clock.now() }
  const lastStep = verifyTotp({ ...common, ...time, lookAround: window, lastUsedStep: undefined })
  return lastStep === undefined ? undefined : { lastStep }
}

function readSecret(context: RequiredActionContext): Buffer | undefined {
  const sealed = context.session.state.authNotes[secretNote]
  return sealed === undefined
    ? undefined
    : decodeOtpSecret(context.server.secrets.open(sealed, sealContext(context)), 'BASE32')
}

/** Bound to the user: in another sign-in the note opens nothing. */
const sealContext = ({ user }: RequiredActionContext) => `totp-setup:${user.id}`
