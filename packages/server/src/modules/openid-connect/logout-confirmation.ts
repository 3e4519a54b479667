import { putSingleUse, takeSingleUse } from '../../model/single-use/single-use.ts'
import { findBrowserSession } from '../../model/user-session/identity-cookie.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import { type Form, text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { endLogin, finishLogout } from './end-login.ts'
import type { LogoutRequest } from './logout-request.ts'
import { UntrustedRequest } from './untrusted-request.ts'

const kind = 'oidc-logout'

interface PendingLogout {
  readonly sessionId: string
  readonly clientId?: string
  readonly redirectUri?: string
  readonly state?: string
  readonly locale?: string
}

/** A page that asks, so that no foreign page can sign the user out. The answer works once, for this session alone. */
export async function askForConfirmation(
  { server, realm }: RealmContext,
  { client, redirectUri, state, locale }: LogoutRequest,
  sessionId: string,
): Promise<Reply> {
  const code = server.random.token(256)
  const pending: PendingLogout = {
    sessionId,
    ...(client ? { clientId: client.client.clientId } : {}),
    ...(redirectUri === undefined ? {} : { redirectUri }),
    ...(state === undefined ? {} : { state }),
    ...(locale === undefined ? {} : { locale }),
  }
  const expiresAt = server.clock.now() + realm.realm.settings.accessCodeLifespanUserAction * 1000
  await transact(server.storage, (tx) => putSingleUse(tx, realm.realm.id, kind, code, pending, expiresAt))
  const base = `${server.urls.realm(realm.realm.name)}/protocol/openid-connect`
  return { ...page(confirmationForm(`${base}/logout/logout-confirm`, code)), locales: { asked: locale } }
}

function confirmationForm(action: string, code: string): Form {
  return {
    id: 'logout-confirm',
    action,
    hidden: { session_code: code },
    fields: [],
    messages: [],
    links: [],
    buttons: [{ name: 'confirmLogout', value: 'true', label: text('doLogout'), kind: 'primary' }],
    data: {},
  }
}

/** The user said yes. */
export async function confirmLoggingOut(context: RealmContext, { values }: Parameters): Promise<Reply> {
  const { server, realm } = context
  const code = values['session_code']
  const taken =
    code === undefined
      ? undefined
      : await transact(server.storage, (tx) => takeSingleUse<PendingLogout>(tx, realm.realm.id, kind, code))
  const issuer = server.urls.realm(realm.realm.name)
  const browser = await findBrowserSession(server.storage, realm, issuer, context.request.cookies)
  if (!taken || taken.isUsed) throw new UntrustedRequest('session_expired', text('failedLogout'))
  const { sessionId, clientId, ...asked } = taken.payload
  const client = clientId === undefined ? undefined : await realm.client(clientId)
  const request: LogoutRequest = { ...(client ? { client } : {}), ...asked }
  if (!browser) return finishLogout(context, request)
  if (browser.userSession.id !== sessionId) throw new UntrustedRequest('session_expired', text('failedLogout'))
  return await endLogin(context, request, sessionId)
}
