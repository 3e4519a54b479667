import { showResetCredentials } from '@ztrust/contract/login'
import { draftAuthenticationSession } from '../../model/authentication-session/draft-authentication-session.ts'
import { isRedirectUriAllowed, resolveClientUrl } from '../../model/client/redirect-uri.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply, redirect } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { advanceLogin } from './advance-login.ts'
import { currentAddress } from './login-addresses.ts'
import { type LoginDraft, resetDraft } from './login-draft.ts'
import { type LoginQuery, newDraft, openDraft } from './open-draft.ts'
import { errorPage } from './pages.ts'
import { enterResetFlow, isResetFlow } from './reset-flow.ts'

/** Where "Forgot password?" leads: the tab's sign-in goes this way, or one begins here. */
export const showResetCredentialsEndpoint = implement(showResetCredentials, async ({ query }, context) => {
  const opened = query.tab_id === undefined ? await begin(context, query) : await openDraft(context, query)
  if (opened.kind === 'reply') return opened.reply
  const { draft } = opened
  if (!context.realm.realm.settings.resetPasswordAllowed) {
    return page(errorPage(text('resetCredentialNotAllowedMessage'), draft.client.client), 400)
  }
  // Who has proven who they are by now goes on where they are.
  if (draft.session.state.action !== 'AUTHENTICATE') return redirect(currentAddress(draft))
  if (!isResetFlow(draft.session)) {
    resetDraft(draft)
    enterResetFlow(draft)
  }
  return advanceLogin(draft)
})

type Begun = { readonly kind: 'begun'; readonly draft: LoginDraft } | { readonly kind: 'reply'; readonly reply: Reply }

/** A bookmark, or a link of somebody's own: a sign-in to the named client where it says where it lives. */
async function begin({ server, realm, request }: RealmContext, query: LoginQuery): Promise<Begun> {
  const client = await realm.client(query.client_id ?? 'account')
  const settings = client?.client.enabled ? client.client.settings : undefined
  const home = settings?.baseUrl && resolveClientUrl(settings.baseUrl, settings, server.urls.base)
  if (!client || !settings || !home || !isRedirectUriAllowed(home, settings, server.urls.base)) {
    return { kind: 'reply', reply: page(errorPage(text('clientNotFoundMessage')), 400) }
  }
  const session = draftAuthenticationSession(server, realm.realm, {
    id: server.random.token(),
    clientId: client.client.id,
    protocol: 'openid-connect',
    redirectUri: home,
  })
  return { kind: 'begun', draft: await newDraft({ server, realm, client, session, request }, false) }
}
