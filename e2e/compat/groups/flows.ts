import { CookieJar } from '../cookie-jar.ts'
import { credentials, finishLogin, logIn, passwordTokens, pkce, tokenOf } from '../login.ts'
import { oidc, type Parameters, readJson, realmPath, type Side } from '../side.ts'
import { ask, type Group, get, post, type Question } from '../table.ts'
import { ada, callbackUrl, type clients } from '../world.ts'

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const device = credentials('device')

async function startDevice(side: Side, more: Parameters = {}): Promise<Readonly<Record<string, unknown>>> {
  return readJson(await side.send({ path: oidc('auth/device'), form: { ...device, scope: 'openid', ...more } }))
}

const poll = (side: Side, code: unknown, more: Parameters = {}) =>
  side.send({ path: oidc('token'), form: { grant_type: deviceGrant, device_code: String(code), ...device, ...more } })

export const deviceAuthorization: Group = {
  name: 'device',
  questions: {
    start: post('auth/device', { ...device, scope: 'openid' }),
    'start without scope': post('auth/device', device),
    'start with PKCE': post('auth/device', { ...device, ...pkce }),
    'start: unknown scope': post('auth/device', { ...device, scope: 'none-such' }),
    'start: no client': post('auth/device', {}),
    'start: unknown client': post('auth/device', { client_id: 'none-such' }),
    'start: client without the grant': post('auth/device', credentials('web')),
    'start: wrong secret': post('auth/device', { client_id: 'web', client_secret: 'wrong' }),
    'start by GET': ask({ path: oidc('auth/device'), query: device }),
    poll: async (side) => poll(side, (await startDevice(side))['device_code']),
    'poll twice at once': async (side) => {
      const { device_code } = await startDevice(side)
      return [await poll(side, device_code), await poll(side, device_code)]
    },
    'poll: no code': post('token', { grant_type: deviceGrant, ...device }),
    'poll: nonsense': (side) => poll(side, 'nonsense'),
    'poll: another client': async (side) => poll(side, (await startDevice(side))['device_code'], credentials('web')),
    'verification page': ask({ path: realmPath('/device') }),
    'verification page with a wrong code': ask({ path: realmPath('/device'), query: { user_code: 'AAAA-AAAA' } }),
    'wrong code sent': ask({ path: realmPath('/device'), form: { device_user_code: 'AAAA-AAAA' } }),
    'status without anything': ask({ path: realmPath('/device/status') }),
    approved: async (side) => {
      const { device_code, user_code } = await startDevice(side)
      const jar = new CookieJar()
      const start = await side.send({ path: realmPath('/device'), query: { user_code: String(user_code) }, jar })
      const { answer } = await finishLogin(side, start, { jar })
      return [start, answer, await poll(side, device_code)]
    },
  },
}

const cibaGrant = 'urn:openid:params:grant-type:ciba'
const ciba = credentials('ciba')

export const backchannelAuthentication: Group = {
  name: 'ciba',
  questions: {
    start: post('ext/ciba/auth', { ...ciba, scope: 'openid', login_hint: ada.username, binding_message: 'W4SCT' }),
    'start: no hint': post('ext/ciba/auth', { ...ciba, scope: 'openid' }),
    'start: two hints': post('ext/ciba/auth', { ...ciba, scope: 'openid', login_hint: 'ada', id_token_hint: 'x' }),
    'start: unknown user': post('ext/ciba/auth', { ...ciba, scope: 'openid', login_hint: 'nobody' }),
    'start: no scope': post('ext/ciba/auth', { ...ciba, login_hint: ada.username }),
    'start: scope without openid': post('ext/ciba/auth', { ...ciba, scope: 'email', login_hint: ada.username }),
    'start: requested expiry no number': post('ext/ciba/auth', {
      ...ciba,
      scope: 'openid',
      login_hint: 'ada',
      requested_expiry: 'x',
    }),
    'start: long binding message': post('ext/ciba/auth', {
      ...ciba,
      scope: 'openid',
      login_hint: 'ada',
      binding_message: 'x'.repeat(60),
    }),
    'start: user code': post('ext/ciba/auth', { ...ciba, scope: 'openid', login_hint: 'ada', user_code: '1234' }),
    'start: client without the grant': post('ext/ciba/auth', {
      ...credentials('web'),
      scope: 'openid',
      login_hint: 'ada',
    }),
    'start: no client': post('ext/ciba/auth', { scope: 'openid', login_hint: 'ada' }),
    'start: wrong secret': post('ext/ciba/auth', { client_id: 'ciba', client_secret: 'wrong', login_hint: 'ada' }),
    'start by GET': ask({ path: oidc('ext/ciba/auth') }),
    'poll: no id': post('token', { grant_type: cibaGrant, ...ciba }),
    'poll: nonsense': post('token', { grant_type: cibaGrant, auth_req_id: 'nonsense', ...ciba }),
    'poll: client without the grant': post('token', { grant_type: cibaGrant, auth_req_id: 'x', ...credentials('web') }),
    'callback without token': post('ext/ciba/auth/callback', {}),
    'callback with nonsense': ask({
      path: oidc('ext/ciba/auth/callback'),
      json: { status: 'SUCCEED' },
      bearer: 'nonsense',
    }),
  },
}

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const types = 'urn:ietf:params:oauth:token-type:'

const exchange =
  (more: Parameters, client: keyof typeof clients = 'exchange', of: keyof typeof clients = 'exchange'): Question =>
  async (side) => {
    const token = tokenOf(await passwordTokens(side, of, 'openid email'))
    const form = { grant_type: exchangeGrant, subject_token: token, subject_token_type: `${types}access_token` }
    return side.send({ path: oidc('token'), form: { ...form, ...credentials(client), ...more } })
  }

export const tokenExchange: Group = {
  name: 'token-exchange',
  questions: {
    'own token': exchange({}),
    'with fewer scopes': exchange({ scope: 'openid' }),
    'unknown scope': exchange({ scope: 'none-such' }),
    'for an access token': exchange({ requested_token_type: `${types}access_token` }),
    'for an ID token': exchange({ requested_token_type: `${types}id_token` }),
    'for a refresh token': exchange({ requested_token_type: `${types}refresh_token` }),
    'for a JWT': exchange({ requested_token_type: `${types}jwt` }),
    'for SAML': exchange({ requested_token_type: `${types}saml2` }),
    'for nonsense': exchange({ requested_token_type: 'cheese' }),
    'for an audience that is not in the token': exchange({ audience: 'other' }),
    'for an unknown audience': exchange({ audience: 'none-such' }),
    'for itself': exchange({ audience: 'exchange' }),
    'with a resource': exchange({ resource: 'https://example.org' }),
    'with an actor': exchange({ actor_token: 'x', actor_token_type: `${types}access_token` }),
    'token of another client': exchange({}, 'exchange', 'web'),
    'client without the grant': exchange({}, 'web', 'web'),
    'public client': exchange({}, 'cli', 'cli'),
    'no subject token': exchange({ subject_token: undefined }),
    'no subject token type': exchange({ subject_token_type: undefined }),
    'subject token of another type': exchange({ subject_token_type: `${types}id_token` }),
    'subject issuer': exchange({ subject_issuer: 'none-such' }),
    'requested subject': exchange({ requested_subject: 'ada' }),
    nonsense: exchange({ subject_token: 'nonsense' }),
    'refresh token as subject': async (side) => {
      const token = tokenOf(await passwordTokens(side, 'exchange'), 'refresh_token')
      const form = { grant_type: exchangeGrant, subject_token: token, subject_token_type: `${types}refresh_token` }
      return side.send({ path: oidc('token'), form: { ...form, ...credentials('exchange') } })
    },
    'after logout': async (side) => {
      const answer = await passwordTokens(side, 'exchange')
      const own = credentials('exchange')
      await side.send({ path: oidc('logout'), form: { refresh_token: tokenOf(answer, 'refresh_token'), ...own } })
      const form = {
        grant_type: exchangeGrant,
        subject_token: tokenOf(answer),
        subject_token_type: `${types}access_token`,
      }
      return side.send({ path: oidc('token'), form: { ...form, ...own } })
    },
    'JWT bearer grant: none': post('token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      ...credentials('web'),
    }),
    'JWT bearer grant: nonsense': post('token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: 'nonsense',
      ...credentials('web'),
    }),
    'UMA ticket grant: none': post('token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:uma-ticket',
      ...credentials('web'),
    }),
  },
}

const pushed = { redirect_uri: callbackUrl, response_type: 'code', scope: 'openid', state: 'a-state' }
const push = (more: Parameters, client: keyof typeof clients = 'par-only'): Question =>
  post('ext/par/request', { ...pushed, ...credentials(client), ...more })

async function pushedUri(side: Side, more: Parameters = {}): Promise<string> {
  const form = { ...pushed, ...credentials('par-only'), ...more }
  return String(readJson(await side.send({ path: oidc('ext/par/request'), form }))['request_uri'])
}

export const pushedAuthorization: Group = {
  name: 'par',
  questions: {
    push: push({}),
    'push of a public client': push(pkce, 'spa'),
    'push: PKCE missing': push({}, 'spa'),
    'push: foreign redirect URI': push({ redirect_uri: 'http://localhost:2/callback' }),
    'push: no redirect URI': push({ redirect_uri: undefined }),
    'push: no response type': push({ response_type: undefined }),
    'push: unknown response type': push({ response_type: 'cheese' }),
    'push: unknown scope': push({ scope: 'none-such' }),
    'push: unknown response mode': push({ response_mode: 'pigeon' }),
    'push: request_uri': push({ request_uri: 'urn:ietf:params:oauth:request_uri:x' }),
    'push: request no token': push({ request: 'nonsense' }),
    'push: state twice': push({ state: ['a', 'b'] }),
    'push: no client': post('ext/par/request', pushed),
    'push: unknown client': post('ext/par/request', { ...pushed, client_id: 'none-such' }),
    'push: wrong secret': post('ext/par/request', { ...pushed, client_id: 'par-only', client_secret: 'wrong' }),
    'push: disabled client': push({}, 'off'),
    'push: client without the flow': push({}, 'service'),
    'push by GET': ask({ path: oidc('ext/par/request') }),
    'push as JSON': ask({ path: oidc('ext/par/request'), json: { ...pushed, ...credentials('par-only') } }),
    'unknown extension': ask({ path: oidc('ext/none-such') }),
    used: async (side) =>
      side.send({ path: oidc('auth'), query: { client_id: 'par-only', request_uri: await pushedUri(side) } }),
    'used to the end': async (side) => {
      const jar = new CookieJar()
      const query = { client_id: 'par-only', request_uri: await pushedUri(side) }
      return (await finishLogin(side, await side.send({ path: oidc('auth'), query, jar }), { jar })).answer
    },
    'used twice': async (side) => {
      const query = { client_id: 'par-only', request_uri: await pushedUri(side) }
      await side.send({ path: oidc('auth'), query })
      return side.send({ path: oidc('auth'), query })
    },
    'used by another client': async (side) =>
      side.send({ path: oidc('auth'), query: { client_id: 'web', request_uri: await pushedUri(side) } }),
    'required and not used': get('auth', { ...pushed, client_id: 'par-only' }),
  },
}

const flow =
  (query: Parameters): Question =>
  async (side) =>
    (await logIn(side, { nonce: 'a-nonce', ...query })).answer

export const jarm: Group = {
  name: 'jarm',
  questions: {
    jwt: flow({ client_id: 'jarm', response_mode: 'jwt' }),
    'query.jwt': flow({ client_id: 'jarm', response_mode: 'query.jwt' }),
    'fragment.jwt': flow({ client_id: 'jarm', response_mode: 'fragment.jwt' }),
    'form_post.jwt': flow({ client_id: 'jarm', response_mode: 'form_post.jwt' }),
    'jwt for tokens': flow({ client_id: 'jarm', response_mode: 'jwt', response_type: 'id_token token' }),
    'query.jwt for tokens': flow({ client_id: 'jarm', response_mode: 'query.jwt', response_type: 'token' }),
    error: flow({ client_id: 'jarm', response_mode: 'jwt', scope: 'none-such' }),
    'prompt none': flow({ client_id: 'jarm', response_mode: 'jwt', prompt: 'none' }),
  },
}

export const implicit: Group = {
  name: 'implicit',
  questions: {
    id_token: flow({ client_id: 'implicit', response_type: 'id_token' }),
    token: flow({ client_id: 'implicit', response_type: 'token' }),
    'id_token token': flow({ client_id: 'implicit', response_type: 'id_token token' }),
    'id_token token by form': flow({
      client_id: 'implicit',
      response_type: 'id_token token',
      response_mode: 'form_post',
    }),
    'code id_token': flow({ client_id: 'jarm', response_type: 'code id_token' }),
    'code token': flow({ client_id: 'jarm', response_type: 'code token' }),
    'code id_token token': flow({ client_id: 'jarm', response_type: 'code id_token token' }),
    'code token without the implicit flow': flow({ client_id: 'web', response_type: 'code token' }),
    'code id_token without the implicit flow': flow({ client_id: 'web', response_type: 'code id_token' }),
    none: flow({ client_id: 'web', response_type: 'none' }),
    'no nonce': flow({ client_id: 'implicit', response_type: 'id_token', nonce: undefined }),
    'id_token without openid': flow({ client_id: 'implicit', response_type: 'id_token', scope: 'profile' }),
  },
}
