import { getLoginStatusIframe, initLoginStatusIframe } from '@ztrust/contract/oidc'
import { isWebOriginAllowed } from '../../model/client/web-origins.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { empty } from '../../spi/reply.ts'
import { loginStatusPage } from './login-status-page.ts'

/** OpenID Connect Session Management 1.0, section 3.3, as keycloak-js speaks it: `client_id session_id` by message. */
export const loginStatusIframeEndpoint = implement(getLoginStatusIframe, async () => ({
  kind: 'html',
  status: 200,
  html: loginStatusPage,
  // Any application may frame it; it answers only origins that `init` has approved.
  frameAncestors: '*',
  headers: { 'cache-control': 'no-cache, must-revalidate, no-transform, no-store' },
}))

/** 204 when pages of this origin may ask for the session of this client. */
export const initLoginStatusIframeEndpoint = implement(initLoginStatusIframe, async ({ query }, { server, realm }) => {
  const client = query.client_id === undefined ? undefined : await realm.client(query.client_id)
  const isAllowed =
    client?.client.enabled === true &&
    query.origin !== undefined &&
    (query.origin === new URL(server.urls.base).origin ||
      isWebOriginAllowed(query.origin, client.client.settings, server.urls.base))
  return empty(isAllowed ? 204 : 403)
})
