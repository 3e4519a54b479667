import { codeTokens, credentials, logIn, passwordTokens, pkce, tokenOf, verifier } from '../login.ts'
import { oidc, type Parameters, type Side } from '../side.ts'
import { assertionOf, proofOf } from '../signing.ts'
import { ask, type Group, post, type Question } from '../table.ts'
import { ada, callbackUrl, type clients, webOrigin } from '../world.ts'

const web = credentials('web')
const wrongSecret = { client_id: 'web', client_secret: 'wrong' }

const foreignOrigin = { origin: 'http://localhost:2' }

/** Redeems a fresh code of web, with what is said changed. */
const redeem =
  (more: Parameters, query: Parameters = {}): Question =>
  async (side) => {
    const { parameters } = await logIn(side, { client_id: 'web', nonce: 'a-nonce', ...query })
    const form = {
      grant_type: 'authorization_code',
      code: parameters['code'],
      redirect_uri: callbackUrl,
      ...web,
      ...more,
    }
    return side.send({ path: oidc('token'), form })
  }

const refresh =
  (more: Parameters, scope = 'openid'): Question =>
  async (side) => {
    const token = tokenOf(await passwordTokens(side, 'web', scope), 'refresh_token')
    return side.send({
      path: oidc('token'),
      form: { grant_type: 'refresh_token', refresh_token: token, ...web, ...more },
    })
  }

const password = (more: Parameters): Question => post('token', { grant_type: 'password', ...ada, ...web, ...more })
const machine = (more: Parameters): Question =>
  post('token', { grant_type: 'client_credentials', ...credentials('service'), ...more })

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const bySignature =
  (client: string, more: object, secret?: string): Question =>
  (side) =>
    side.send({
      path: oidc('token'),
      form: {
        grant_type: 'client_credentials',
        client_assertion_type: assertionType,
        client_assertion: assertionOf(client, `${side.base}/realms/compat`, more, secret),
      },
    })

const withProof =
  (client: keyof typeof clients, claims: object): Question =>
  (side) =>
    side.send({
      path: oidc('token'),
      form: { grant_type: 'password', scope: 'openid', ...ada, ...credentials(client) },
      headers: { dpop: proofOf('POST', side.base + oidc('token'), claims) },
    })

export const token: Group = {
  name: 'token',
  questions: {
    'nothing at all': post('token', {}),
    'no grant type': post('token', web),
    'unknown grant type': post('token', { grant_type: 'cheese', ...web }),
    'grant type twice': post('token', { grant_type: ['password', 'password'], ...web }),
    'client twice': post('token', { grant_type: 'client_credentials', ...web, client_id: ['web', 'web'] }),
    'unknown parameter twice': machine({ cheese: ['a', 'b'] }),
    'by GET': ask({ path: oidc('token') }),
    'by PUT': ask({ method: 'PUT', path: oidc('token'), form: web }),
    'as JSON': ask({ path: oidc('token'), json: { grant_type: 'client_credentials', ...web } }),
    'without content type': ask({ method: 'POST', path: oidc('token'), raw: '' }),
    'no client': post('token', { grant_type: 'client_credentials' }),
    'unknown client': post('token', { grant_type: 'client_credentials', client_id: 'none-such', client_secret: 'x' }),
    'wrong secret': post('token', { grant_type: 'client_credentials', ...wrongSecret }),
    'wrong secret by basic': post('token', { grant_type: 'client_credentials' }, { basic: ['web', 'wrong'] }),
    'no secret': post('token', { grant_type: 'client_credentials', client_id: 'web' }),
    'secret by basic': post(
      'token',
      { grant_type: 'client_credentials' },
      { basic: ['service', credentials('service').client_secret ?? ''] },
    ),
    'basic that is no base64': post(
      'token',
      { grant_type: 'client_credentials' },
      { headers: { authorization: 'Basic %%%' } },
    ),
    'disabled client': post('token', { grant_type: 'client_credentials', ...credentials('off') }),
    'bearer-only client': post('token', { grant_type: 'client_credentials', ...credentials('bearer') }),
    'code exchange': (side) => codeTokens(side, 'web', 'openid profile email'),
    'code exchange of a public client': (side) => codeTokens(side, 'spa'),
    'code exchange, offline': (side) => codeTokens(side, 'web', 'openid offline_access'),
    'code exchange without openid': (side) => codeTokens(side, 'web', 'profile'),
    'code exchange, all optional scopes': (side) =>
      codeTokens(side, 'web', 'openid address phone microprofile-jwt organization'),
    'code exchange, lightweight': (side) => codeTokens(side, 'light'),
    'code: none': post('token', { grant_type: 'authorization_code', redirect_uri: callbackUrl, ...web }),
    'code: nonsense': post('token', {
      grant_type: 'authorization_code',
      code: 'nonsense',
      redirect_uri: callbackUrl,
      ...web,
    }),
    'code: well-formed and unknown': post('token', {
      grant_type: 'authorization_code',
      code: '9e0f4a52-8a52-4a2b-9d5f-4a4d8a0cf2a1.9e0f4a52-8a52-4a2b-9d5f-4a4d8a0cf2a1.9e0f4a52-8a52-4a2b-9d5f-4a4d8a0cf2a1',
      redirect_uri: callbackUrl,
      ...web,
    }),
    'code: used twice': async (side) => {
      const { parameters } = await logIn(side, { client_id: 'web' })
      const form = { grant_type: 'authorization_code', code: parameters['code'], redirect_uri: callbackUrl, ...web }
      const first = await side.send({ path: oidc('token'), form })
      const second = await side.send({ path: oidc('token'), form })
      const after = await side.send({ path: oidc('userinfo'), bearer: tokenOf(first) })
      return [first, second, after]
    },
    'code: of another client': redeem(credentials('other')),
    'code: no redirect URI': redeem({ redirect_uri: undefined }),
    'code: another redirect URI': redeem({ redirect_uri: 'http://localhost:1/other' }),
    'code: verifier without challenge': redeem({ code_verifier: verifier }),
    'code: no verifier': redeem({}, pkce),
    'code: wrong verifier': redeem({ code_verifier: `${verifier}-wrong` }, pkce),
    'code: bad characters in the verifier': redeem({ code_verifier: `${verifier}!` }, pkce),
    'code: short verifier': redeem({ code_verifier: 'short' }, pkce),
    'code: wrong secret': redeem({ client_secret: 'wrong' }),
    'code: client without the flow': post('token', {
      grant_type: 'authorization_code',
      code: 'x',
      ...credentials('service'),
    }),
    refresh: refresh({}),
    'refresh, offline': refresh({}, 'openid offline_access'),
    'refresh to fewer scopes': refresh({ scope: 'openid email' }, 'openid email phone'),
    'refresh to more scopes': refresh({ scope: 'openid phone' }),
    'refresh to an unknown scope': refresh({ scope: 'none-such' }),
    'refresh: none': refresh({ refresh_token: undefined }),
    'refresh: nonsense': refresh({ refresh_token: 'nonsense' }),
    'refresh: of another client': refresh(credentials('other')),
    'refresh: an access token': async (side) => {
      const access = tokenOf(await passwordTokens(side, 'web'))
      return side.send({ path: oidc('token'), form: { grant_type: 'refresh_token', refresh_token: access, ...web } })
    },
    'refresh: wrong secret': refresh({ client_secret: 'wrong' }),
    'refresh: after logout': async (side) => {
      const token = tokenOf(await passwordTokens(side, 'web'), 'refresh_token')
      await side.send({ path: oidc('logout'), form: { refresh_token: token, ...web } })
      return side.send({ path: oidc('token'), form: { grant_type: 'refresh_token', refresh_token: token, ...web } })
    },
    'client credentials': machine({}),
    'client credentials with openid': machine({ scope: 'openid' }),
    'client credentials, unknown scope': machine({ scope: 'none-such' }),
    'client credentials, offline': machine({ scope: 'offline_access' }),
    'client credentials, lightweight': post('token', { grant_type: 'client_credentials', ...credentials('light') }),
    'client credentials without service account': post('token', {
      grant_type: 'client_credentials',
      ...credentials('other'),
    }),
    'client credentials of a public client': post('token', { grant_type: 'client_credentials', client_id: 'cli' }),
    password: password({ scope: 'openid' }),
    'password without openid': password({}),
    'password, public client': password({ client_id: 'cli', client_secret: undefined }),
    'password, offline': password({ scope: 'openid offline_access' }),
    'password, with an origin': post(
      'token',
      { grant_type: 'password', ...ada, ...web },
      { headers: { origin: webOrigin } },
    ),
    'password, with a foreign origin': post(
      'token',
      { grant_type: 'password', ...ada, ...web },
      { headers: { origin: 'http://localhost:2' } },
    ),
    'client credentials with a foreign origin': post(
      'token',
      { grant_type: 'client_credentials', ...web },
      { headers: foreignOrigin },
    ),
    'wrong secret with a foreign origin': post(
      'token',
      { grant_type: 'client_credentials', ...wrongSecret },
      { headers: foreignOrigin },
    ),
    'refresh with a foreign origin': async (side) => {
      const token = tokenOf(await passwordTokens(side, 'web'), 'refresh_token')
      const form = { grant_type: 'refresh_token', refresh_token: token, ...web }
      return side.send({ path: oidc('token'), form, headers: foreignOrigin })
    },
    'code with a foreign origin': async (side) => {
      const { parameters } = await logIn(side, { client_id: 'web' })
      const form = { grant_type: 'authorization_code', code: parameters['code'], redirect_uri: callbackUrl, ...web }
      return side.send({ path: oidc('token'), form, headers: foreignOrigin })
    },
    'password: wrong': password({ password: 'wrong' }),
    'password: wrong, with an origin': post(
      'token',
      { grant_type: 'password', ...ada, ...web, password: 'wrong' },
      { headers: { origin: webOrigin } },
    ),
    'password: none': password({ password: undefined }),
    'password: no user name': password({ username: undefined }),
    'password: unknown user': password({ username: 'nobody' }),
    'password: disabled user': password({ username: 'disabled' }),
    'password: unready user': password({ username: 'unready' }),
    'password: unknown scope': password({ scope: 'none-such' }),
    'password: client without the grant': password(credentials('service')),
    'password: consent is needed': password(credentials('consent')),
    'signed assertion': bySignature('signed', {}),
    'signed assertion, expired': bySignature('signed', { exp: 1 }),
    'signed assertion, foreign audience': bySignature('signed', { aud: 'https://example.org' }),
    'signed assertion, two audiences': (side) =>
      bySignature('signed', { aud: [`${side.base}/realms/compat`, 'https://example.org'] })(side),
    'signed assertion, no jti': bySignature('signed', { jti: undefined }),
    'signed assertion, long life': bySignature('signed', { exp: Math.floor(Date.now() / 1000) + 999_999 }),
    'signed assertion, unknown client': bySignature('none-such', {}),
    'signed assertion used twice': async (side: Side) => {
      const form = {
        grant_type: 'client_credentials',
        client_assertion_type: assertionType,
        client_assertion: assertionOf('signed', `${side.base}/realms/compat`),
      }
      return [await side.send({ path: oidc('token'), form }), await side.send({ path: oidc('token'), form })]
    },
    'signed assertion of a client with a secret': bySignature('web', {}),
    'secret of a client with assertions': post('token', {
      grant_type: 'client_credentials',
      client_id: 'signed',
      client_secret: 'x',
    }),
    'assertion that is no token': post('token', {
      grant_type: 'client_credentials',
      client_assertion_type: assertionType,
      client_assertion: 'nonsense',
    }),
    'assertion of an unknown type': post('token', {
      grant_type: 'client_credentials',
      client_assertion_type: 'cheese',
      client_assertion: 'a.b.c',
    }),
    'assertion by the secret': bySignature('secret-signed', {}, credentials('secret-signed').client_secret),
    'assertion by a wrong secret': bySignature('secret-signed', {}, 'wrong-secret-that-is-long-enough'),
    DPoP: withProof('web', {}),
    'DPoP, public client': withProof('cli', {}),
    'DPoP, required': withProof('dpop', {}),
    'DPoP required and missing': (side) => passwordTokens(side, 'dpop'),
    'DPoP no token': post('token', { grant_type: 'password', ...ada, ...web }, { headers: { dpop: 'nonsense' } }),
    'DPoP wrong method': withProof('web', { htm: 'GET' }),
    'DPoP wrong address': withProof('web', { htu: 'http://localhost:2/' }),
    'DPoP old': withProof('web', { iat: 1_000_000_000 }),
    'DPoP without jti': withProof('web', { jti: undefined }),
    'DPoP used twice': async (side) => {
      const headers = { dpop: proofOf('POST', side.base + oidc('token')) }
      const form = { grant_type: 'password', ...ada, ...web }
      return [
        await side.send({ path: oidc('token'), form, headers }),
        await side.send({ path: oidc('token'), form, headers }),
      ]
    },
  },
}
