import { oidc, realmPath } from '../side.ts'
import { ask, type Group, type Question } from '../table.ts'
import { webOrigin } from '../world.ts'

const preflight = (path: string, method = 'POST', headers?: string): Question =>
  ask({
    method: 'OPTIONS',
    path,
    headers: {
      origin: webOrigin,
      'access-control-request-method': method,
      ...(headers === undefined ? {} : { 'access-control-request-headers': headers }),
    },
  })

export const cors: Group = {
  name: 'cors',
  questions: {
    'preflight of token': preflight(oidc('token')),
    'preflight of token with headers': preflight(oidc('token'), 'POST', 'authorization,dpop,x-cheese'),
    'preflight of userinfo': preflight(oidc('userinfo'), 'GET', 'authorization'),
    'preflight of introspection': preflight(oidc('token/introspect')),
    'preflight of revocation': preflight(oidc('revoke')),
    'preflight of logout': preflight(oidc('logout')),
    'preflight of certs': preflight(oidc('certs'), 'GET'),
    'preflight of discovery': preflight(realmPath('/.well-known/openid-configuration'), 'GET'),
    'preflight of device authorization': preflight(oidc('auth/device')),
    'preflight of pushed authorization': preflight(oidc('ext/par/request')),
    'preflight of authorization': preflight(oidc('auth'), 'GET'),
    'preflight of administration': preflight('/admin/realms/compat/users', 'GET', 'authorization'),
    'preflight of the account': preflight('/realms/compat/account', 'GET', 'authorization'),
    'OPTIONS without origin': ask({ method: 'OPTIONS', path: oidc('token') }),
    'client credentials with an origin': ask({
      path: oidc('token'),
      form: { grant_type: 'client_credentials', client_id: 'web', client_secret: 'a-secret-that-both-sides-know' },
      headers: { origin: webOrigin },
    }),
    'unknown client with an origin': ask({
      path: oidc('token'),
      form: { grant_type: 'client_credentials', client_id: 'none-such' },
      headers: { origin: webOrigin },
    }),
  },
}
