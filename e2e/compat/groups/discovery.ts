import { oidc, realmPath } from '../side.ts'
import { ask, type Group } from '../table.ts'
import { webOrigin } from '../world.ts'

const origin = { origin: webOrigin }

export const discovery: Group = {
  name: 'discovery',
  questions: {
    'openid-configuration': ask({ path: realmPath('/.well-known/openid-configuration') }),
    'oauth-authorization-server': ask({ path: realmPath('/.well-known/oauth-authorization-server') }),
    'uma2-configuration': ask({ path: realmPath('/.well-known/uma2-configuration') }),
    'rooted by RFC 8414': ask({ path: '/.well-known/oauth-authorization-server/realms/compat' }),
    'unknown well-known': ask({ path: realmPath('/.well-known/none-such') }),
    'unknown realm': ask({ path: '/realms/none-such/.well-known/openid-configuration' }),
    'with an origin': ask({ path: realmPath('/.well-known/openid-configuration'), headers: origin }),
    'realm information': ask({ path: realmPath(), headers: origin }),
    'information of an unknown realm': ask({ path: '/realms/none-such' }),
    certs: ask({ path: oidc('certs'), headers: origin }),
    'certs by POST': ask({ path: oidc('certs'), form: {} }),
    'unknown endpoint': ask({ path: oidc('none-such') }),
    'login status iframe': ask({ path: oidc('login-status-iframe.html') }),
    'login status without parameters': ask({ path: oidc('login-status-iframe.html/init') }),
    'login status of a foreign origin': ask({
      path: oidc('login-status-iframe.html/init'),
      query: { client_id: 'web', origin: 'http://localhost:2' },
    }),
    'login status of the client': ask({
      path: oidc('login-status-iframe.html/init'),
      query: { client_id: 'web', origin: webOrigin },
    }),
  },
}
