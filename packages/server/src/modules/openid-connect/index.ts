/**
 * OpenID Connect and OAuth 2.0 below /realms/{realm}: discovery, keys, authorization (code, implicit and hybrid flow,
 * PKCE, pushed requests, request objects), token, userinfo, introspection, revocation, logout, and the pages keycloak-js
 * needs. RFC 6749, 6750, 7009, 7636, 7662, 8414, 9101, 9126, 9207, 9700; JARM; OpenID Connect Core, Discovery,
 * RP-Initiated Logout, Session Management 1.0.
 *
 * auth -> authentication session -> flow engine -> oidcLoginProtocol.complete -> code -> token -> refresh -> ... -> logout
 */
import { defineModule } from '../../spi/module.ts'
import { authorizationCodeGrant } from './authorization-code-grant.ts'
import { authorizationByPostEndpoint, authorizationEndpoint, registrationsEndpoint } from './authorization-endpoint.ts'
import { certsEndpoint } from './certs-endpoint.ts'
import { clientCredentialsGrant } from './client-credentials-grant.ts'
import { discoveryEndpoint, rootServerMetadataEndpoint, serverMetadataEndpoint } from './discovery-endpoint.ts'
import { introspectionEndpoint } from './introspection-endpoint.ts'
import { initLoginStatusIframeEndpoint, loginStatusIframeEndpoint } from './login-status-iframe-endpoint.ts'
import { confirmLogoutEndpoint, logoutByPostEndpoint, logoutEndpoint } from './logout-endpoint.ts'
import { oidcLoginProtocol } from './oidc-login-protocol.ts'
import { passwordGrant } from './password-grant.ts'
import { pushedRequestEndpoint } from './pushed-request-endpoint.ts'
import { realmInfoEndpoint } from './realm-info-endpoint.ts'
import { refreshTokenGrant } from './refresh-token-grant.ts'
import { revocationEndpoint } from './revocation-endpoint.ts'
import { thirdPartyCookiesStep1Endpoint, thirdPartyCookiesStep2Endpoint } from './third-party-cookies-endpoint.ts'
import { tokenEndpoint } from './token-endpoint.ts'
import { userInfoByPostEndpoint, userInfoEndpoint } from './userinfo-endpoint.ts'

export const openidConnectModule = defineModule({
  id: 'openid-connect',
  endpoints: [
    realmInfoEndpoint,
    discoveryEndpoint,
    serverMetadataEndpoint,
    rootServerMetadataEndpoint,
    certsEndpoint,
    authorizationEndpoint,
    authorizationByPostEndpoint,
    registrationsEndpoint,
    pushedRequestEndpoint,
    tokenEndpoint,
    userInfoEndpoint,
    userInfoByPostEndpoint,
    introspectionEndpoint,
    revocationEndpoint,
    logoutEndpoint,
    logoutByPostEndpoint,
    confirmLogoutEndpoint,
    loginStatusIframeEndpoint,
    initLoginStatusIframeEndpoint,
    thirdPartyCookiesStep1Endpoint,
    thirdPartyCookiesStep2Endpoint,
  ],
  grants: [authorizationCodeGrant, refreshTokenGrant, clientCredentialsGrant, passwordGrant],
  loginProtocols: [oidcLoginProtocol],
})
