import { codeTokens, credentials, logIn, passwordTokens, tokenOf } from '../login.ts'
import { type Ask, oidc, type Side } from '../side.ts'
import { proofOf } from '../signing.ts'
import { ask, type Group, get, post, type Question } from '../table.ts'
import { ada, callbackUrl, type clients, webOrigin } from '../world.ts'

const web = credentials('web')

const info =
  (more: (token: string) => Omit<Ask, 'path'>, client: keyof typeof clients = 'web', scope = 'openid'): Question =>
  async (side) =>
    side.send({ path: oidc('userinfo'), ...more(tokenOf(await passwordTokens(side, client, scope))) })

export const userinfo: Group = {
  name: 'userinfo',
  questions: {
    'by header': info((bearer) => ({ bearer })),
    'with a foreign origin': info((bearer) => ({ bearer, headers: { origin: 'http://localhost:2' } })),
    'token of a code': async (side) =>
      side.send({ path: oidc('userinfo'), bearer: tokenOf(await codeTokens(side, 'web')) }),
    'with address and phone': info((bearer) => ({ bearer }), 'web', 'openid address phone'),
    'with an origin': info((bearer) => ({ bearer, headers: { origin: webOrigin } })),
    'by POST and header': info((bearer) => ({ bearer, method: 'POST', form: {} })),
    'by form': info((token) => ({ form: { access_token: token } })),
    'by query': info((token) => ({ query: { access_token: token } })),
    'by header and form': info((token) => ({ bearer: token, form: { access_token: token } })),
    'without openid': info((bearer) => ({ bearer }), 'web', 'profile'),
    lightweight: info((bearer) => ({ bearer }), 'light'),
    'token of a service account': async (side) => {
      const form = { grant_type: 'client_credentials', scope: 'openid', ...credentials('service') }
      return side.send({ path: oidc('userinfo'), bearer: tokenOf(await side.send({ path: oidc('token'), form })) })
    },
    'no token': ask({ path: oidc('userinfo') }),
    'no token by POST': ask({ path: oidc('userinfo'), form: {} }),
    nonsense: ask({ path: oidc('userinfo'), bearer: 'nonsense' }),
    'nonsense with an origin': ask({ path: oidc('userinfo'), bearer: 'nonsense', headers: { origin: webOrigin } }),
    'basic instead': ask({ path: oidc('userinfo'), basic: ['web', 'x'] }),
    'an ID token': async (side) =>
      side.send({ path: oidc('userinfo'), bearer: tokenOf(await passwordTokens(side, 'web'), 'id_token') }),
    'a refresh token': async (side) =>
      side.send({ path: oidc('userinfo'), bearer: tokenOf(await passwordTokens(side, 'web'), 'refresh_token') }),
    'after logout': async (side) => {
      const answer = await passwordTokens(side, 'web')
      await side.send({ path: oidc('logout'), form: { refresh_token: tokenOf(answer, 'refresh_token'), ...web } })
      return side.send({ path: oidc('userinfo'), bearer: tokenOf(answer) })
    },
    'DPoP token': async (side) => {
      const token = await dpopToken(side)
      const headers = { authorization: `DPoP ${token}`, dpop: proofOf('GET', side.base + oidc('userinfo'), {}, token) }
      return side.send({ path: oidc('userinfo'), headers })
    },
    'DPoP token as bearer': async (side) => side.send({ path: oidc('userinfo'), bearer: await dpopToken(side) }),
    'DPoP token without proof': async (side) =>
      side.send({ path: oidc('userinfo'), headers: { authorization: `DPoP ${await dpopToken(side)}` } }),
    'by DELETE': ask({ method: 'DELETE', path: oidc('userinfo') }),
  },
}

async function dpopToken(side: Side): Promise<string> {
  const answer = await side.send({
    path: oidc('token'),
    form: { grant_type: 'password', scope: 'openid', ...ada, ...credentials('dpop') },
    headers: { dpop: proofOf('POST', side.base + oidc('token')) },
  })
  return tokenOf(answer)
}

interface Inspection {
  readonly client?: keyof typeof clients
  readonly scope?: string
  readonly hint?: string
  readonly headers?: Readonly<Record<string, string>>
}

const inspect =
  (name: string, { client = 'inspector', scope = 'openid', hint, headers = {} }: Inspection = {}): Question =>
  async (side) => {
    const token = tokenOf(await passwordTokens(side, client, scope), name)
    const form = { token, token_type_hint: hint, ...credentials(client) }
    return side.send({ path: oidc('token/introspect'), form, headers })
  }

export const introspection: Group = {
  name: 'introspection',
  questions: {
    'access token': inspect('access_token'),
    'access token, more scopes': inspect('access_token', { scope: 'openid address phone' }),
    'refresh token': inspect('refresh_token'),
    'offline token': inspect('refresh_token', { scope: 'openid offline_access' }),
    'ID token': inspect('id_token'),
    lightweight: inspect('access_token', { client: 'light' }),
    'access token without the client in its audience': inspect('access_token', { client: 'web' }),
    'refresh token with its hint': inspect('refresh_token', { hint: 'refresh_token' }),
    'offline token with its hint': inspect('refresh_token', { hint: 'refresh_token', scope: 'openid offline_access' }),
    'access token with its hint': inspect('access_token', { hint: 'access_token' }),
    'as a token': inspect('access_token', { headers: { accept: 'application/jwt' } }),
    'service account': async (side) => {
      const form = { grant_type: 'client_credentials', ...credentials('service') }
      const token = tokenOf(await side.send({ path: oidc('token'), form }))
      return side.send({ path: oidc('token/introspect'), form: { token, ...credentials('service') } })
    },
    'DPoP token': async (side) =>
      side.send({ path: oidc('token/introspect'), form: { token: await dpopToken(side), ...credentials('dpop') } }),
    'code flow token': async (side) => {
      const token = tokenOf(await codeTokens(side, 'inspector'))
      return side.send({ path: oidc('token/introspect'), form: { token, ...credentials('inspector') } })
    },
    'by another client': async (side) => {
      const token = tokenOf(await passwordTokens(side, 'web'))
      return side.send({ path: oidc('token/introspect'), form: { token, ...credentials('other') } })
    },
    'with the hint of the other kind': inspect('access_token', { hint: 'refresh_token' }),
    'unknown hint': inspect('access_token', { hint: 'cheese' }),
    'after logout': async (side) => {
      const answer = await passwordTokens(side, 'web')
      await side.send({ path: oidc('logout'), form: { refresh_token: tokenOf(answer, 'refresh_token'), ...web } })
      return side.send({ path: oidc('token/introspect'), form: { token: tokenOf(answer), ...web } })
    },
    nonsense: post('token/introspect', { token: 'nonsense', ...web }),
    'no token': post('token/introspect', web),
    'no client': post('token/introspect', { token: 'nonsense' }),
    'wrong secret': post('token/introspect', { token: 'nonsense', client_id: 'web', client_secret: 'wrong' }),
    'public client': post('token/introspect', { token: 'nonsense', client_id: 'cli' }),
    'token twice': post('token/introspect', { token: ['a', 'b'], ...web }),
    'by GET': ask({ path: oidc('token/introspect') }),
  },
}

const revoke =
  (name: string, more: object = {}): Question =>
  async (side) => {
    const answer = await passwordTokens(side, 'web')
    const revoked = await side.send({ path: oidc('revoke'), form: { token: tokenOf(answer, name), ...web, ...more } })
    const after = await side.send({ path: oidc('userinfo'), bearer: tokenOf(answer) })
    return [revoked, after]
  }

export const revocation: Group = {
  name: 'revocation',
  questions: {
    'access token': revoke('access_token'),
    'refresh token': revoke('refresh_token'),
    'ID token': revoke('id_token'),
    'of another client': revoke('refresh_token', credentials('other')),
    'with a hint': revoke('refresh_token', { token_type_hint: 'refresh_token' }),
    'with an unknown hint': revoke('refresh_token', { token_type_hint: 'cheese' }),
    'by a public client': async (side) => {
      const token = tokenOf(await passwordTokens(side, 'cli'), 'refresh_token')
      return side.send({ path: oidc('revoke'), form: { token, client_id: 'cli' }, headers: { origin: webOrigin } })
    },
    nonsense: post('revoke', { token: 'nonsense', ...web }),
    'no token': post('revoke', web),
    'token twice': post('revoke', { token: ['a', 'b'], ...web }),
    'no client': post('revoke', { token: 'nonsense' }),
    'wrong secret': post('revoke', { token: 'nonsense', client_id: 'web', client_secret: 'wrong' }),
    'by GET': ask({ path: oidc('revoke') }),
  },
}

const afterLogin =
  (query: (idToken: string) => Record<string, string>): Question =>
  async (side) => {
    const { jar, parameters } = await logIn(side, { client_id: 'web' })
    const form = { grant_type: 'authorization_code', code: parameters['code'], redirect_uri: callbackUrl, ...web }
    const idToken = tokenOf(await side.send({ path: oidc('token'), form }), 'id_token')
    return side.send({ path: oidc('logout'), query: query(idToken), jar })
  }

export const logout: Group = {
  name: 'logout',
  questions: {
    'by refresh token': async (side) => {
      const token = tokenOf(await passwordTokens(side, 'web'), 'refresh_token')
      return side.send({ path: oidc('logout'), form: { refresh_token: token, ...web } })
    },
    'by refresh token of another client': async (side) => {
      const token = tokenOf(await passwordTokens(side, 'web'), 'refresh_token')
      return side.send({ path: oidc('logout'), form: { refresh_token: token, ...credentials('other') } })
    },
    'by nonsense': post('logout', { refresh_token: 'nonsense', ...web }),
    'by an access token': async (side) => {
      const token = tokenOf(await passwordTokens(side, 'web'))
      return side.send({ path: oidc('logout'), form: { refresh_token: token, ...web } })
    },
    'wrong secret': post('logout', { refresh_token: 'nonsense', client_id: 'web', client_secret: 'wrong' }),
    'without anything': get('logout', {}),
    'post without anything': post('logout', {}),
    'client only': get('logout', { client_id: 'web' }),
    'client and redirect': get('logout', { client_id: 'web', post_logout_redirect_uri: callbackUrl }),
    'redirect without client': get('logout', { post_logout_redirect_uri: callbackUrl }),
    'foreign redirect': get('logout', { client_id: 'web', post_logout_redirect_uri: 'http://localhost:2/' }),
    'unknown client': get('logout', { client_id: 'none-such', post_logout_redirect_uri: callbackUrl }),
    'hint that is no token': get('logout', { id_token_hint: 'nonsense' }),
    'old parameter redirect_uri': get('logout', { redirect_uri: callbackUrl }),
    'signed in, without anything': afterLogin(() => ({})),
    'signed in, with hint and redirect': afterLogin((hint) => ({
      id_token_hint: hint,
      post_logout_redirect_uri: callbackUrl,
      state: 'a-state',
    })),
    'signed in, with hint only': afterLogin((hint) => ({ id_token_hint: hint })),
    'signed in, hint and another client': afterLogin((hint) => ({ id_token_hint: hint, client_id: 'other' })),
    'signed in, hint and foreign redirect': afterLogin((hint) => ({
      id_token_hint: hint,
      post_logout_redirect_uri: 'http://localhost:2/',
    })),
    'back-channel without token': post('logout/backchannel-logout', {}),
    'back-channel with nonsense': post('logout/backchannel-logout', { logout_token: 'nonsense' }),
    'confirm without anything': post('logout/logout-confirm', {}),
  },
}
