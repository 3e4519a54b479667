import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { findToDecide } from '../../oauth/awaited-decision.ts'
import { type FormText, text } from '../../spi/form.ts'
import type { RealmContext } from '../../spi/request.ts'
import { countGuess, forgiveGuess } from './count-guess.ts'
import { type DeviceApproval, type DeviceRequest, deviceDecision } from './device-decision.ts'
import { isDeviceGrantEnabled } from './device-settings.ts'
import { readUserCode } from './user-code.ts'

/** Nothing can be done with this code: the page says `text`, the event the reason. */
export class UnusableUserCode extends OAuthError {
  readonly text: FormText
  readonly client: ClientSnapshot | undefined
  constructor(
    key: string,
    reason: string,
    options: { readonly client?: ClientSnapshot; readonly status?: number } = {},
  ) {
    super('invalid_request', reason, { event: 'invalid_oauth2_user_code', status: options.status ?? 200 })
    this.text = text(key)
    this.client = options.client
  }
}

export interface VerifiedUserCode {
  readonly userCode: string
  readonly client: ClientSnapshot
  readonly scope: string
}

/** The device that waits for this code. Throws `UnusableUserCode`. */
export async function verifyUserCode(context: RealmContext, typed: string): Promise<VerifiedUserCode> {
  const { server, realm } = context
  if (!(await countGuess(context))) {
    throw new UnusableUserCode('oauth2DeviceTooManyCodesMessage', 'too many codes', { status: 429 })
  }
  const userCode = readUserCode(typed)
  const awaited =
    userCode === undefined
      ? undefined
      : await findToDecide<DeviceRequest, DeviceApproval>(server.storage, deviceDecision, realm.realm.id, userCode)
  if (userCode === undefined || !awaited) {
    throw new UnusableUserCode(
      'oauth2DeviceInvalidUserCodeMessage',
      'device code not found (it may already have been used)',
    )
  }
  await forgiveGuess(context)
  const client = await realm.clientById(awaited.clientId)
  const known = client ? { client } : {}
  if (awaited.expiresAt <= server.clock.now()) {
    throw new UnusableUserCode('oauth2DeviceExpiredUserCodeMessage', 'device code expired', known)
  }
  if (!client?.client.enabled) throw new UnusableUserCode('clientDisabledMessage', 'client disabled', known)
  if (!isDeviceGrantEnabled(client.client)) {
    throw new UnusableUserCode('oauth2DeviceAuthorizationGrantDisabledMessage', 'grant disabled', known)
  }
  return { userCode, client, scope: awaited.request.scope }
}
