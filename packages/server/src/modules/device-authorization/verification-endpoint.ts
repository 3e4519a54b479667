import { showDeviceStatus, showDeviceVerification, verifyDevice } from '@ztrust/contract/device-authorization'
import { OAuthError } from '../../kernel/error.ts'
import { errorPage } from '../../oauth/pages.ts'
import { readFormParameters } from '../../oauth/parameters.ts'
import { recordRefusal } from '../../oauth/publish-event.ts'
import { requireHttps } from '../../oauth/require-https.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { guessWindowSeconds } from './count-guess.ts'
import { deviceConnectedPage, deviceFailedPage, userCodePage } from './device-pages.ts'
import { devicePage } from './device-settings.ts'
import { startDeviceLogin } from './start-device-login.ts'
import { displayUserCode, readUserCode } from './user-code.ts'
import { UnusableUserCode, verifyUserCode } from './verify-user-code.ts'

const eventType = 'OAUTH2_DEVICE_VERIFY_USER_CODE'

export const showDeviceVerificationEndpoint = implement(showDeviceVerification, ({ query }, context) =>
  orErrorPage(context, async () => {
    const code = readUserCode(query.user_code ?? '')
    const userCode = code === undefined ? query.user_code : displayUserCode(code)
    return page(userCodePage({ action: actionOf(context), userCode }))
  }),
)

export const verifyDeviceEndpoint = implement(verifyDevice, (_request, context) =>
  orErrorPage(context, async () => {
    const typed = readFormParameters(context.request).values['device_user_code'] ?? ''
    try {
      return await startDeviceLogin(context, await verifyUserCode(context, typed))
    } catch (error) {
      if (!(error instanceof UnusableUserCode)) throw error
      await recordRefusal(context, eventType, error, error.client)
      return askAgain(context, typed, error)
    }
  }),
)

export const showDeviceStatusEndpoint = implement(showDeviceStatus, async ({ query }, context) =>
  page(
    query.error === undefined
      ? deviceConnectedPage()
      : deviceFailedPage(text(failures.get(query.error) ?? 'oauth2DeviceVerificationFailedMessage'), actionOf(context)),
  ),
)

const failures: ReadonlyMap<string, string> = new Map([
  ['access_denied', 'oauth2DeviceConsentDeniedMessage'],
  ['expired_token', 'oauth2DeviceExpiredUserCodeMessage'],
])

function askAgain(context: RealmContext, typed: string, { text: error, status }: UnusableUserCode): Reply {
  const headers: Record<string, string> = status === 429 ? { 'retry-after': String(guessWindowSeconds) } : {}
  const userCode = typed.slice(0, 20)
  return { ...page(userCodePage({ action: actionOf(context), userCode, error }), status), headers }
}

function actionOf({ server, realm }: RealmContext): string {
  return devicePage(server.urls, realm)
}

async function orErrorPage(context: RealmContext, work: () => Promise<Reply>): Promise<Reply> {
  const { server, realm, request } = context
  try {
    requireHttps(server.urls, realm, request)
    return await work()
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, eventType, error, undefined)
    return page(errorPage(text('httpsRequiredMessage')), error.status)
  }
}
