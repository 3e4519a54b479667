import { pkce } from '../login.ts'
import { oidc, type Parameters } from '../side.ts'
import { ask, type Group, get, type Question } from '../table.ts'
import { callbackUrl } from '../world.ts'

const request = {
  client_id: 'web',
  redirect_uri: callbackUrl,
  response_type: 'code',
  scope: 'openid',
  state: 'a-state',
}
const authorize = (more: Parameters): Question => get('auth', { ...request, ...more })

export const authorization: Group = {
  name: 'authorization',
  questions: {
    'nothing at all': get('auth', {}),
    'no client': authorize({ client_id: undefined }),
    'unknown client': authorize({ client_id: 'none-such' }),
    'disabled client': authorize({ client_id: 'off' }),
    'bearer-only client': authorize({ client_id: 'bearer' }),
    'client without the code flow': authorize({ client_id: 'cli' }),
    'no redirect URI': authorize({ redirect_uri: undefined }),
    'foreign redirect URI': authorize({ redirect_uri: 'http://localhost:2/callback' }),
    'redirect URI with a fragment': authorize({ redirect_uri: `${callbackUrl}#part` }),
    'no response type': authorize({ response_type: undefined }),
    'unknown response type': authorize({ response_type: 'cheese' }),
    'response type of the implicit flow': authorize({ response_type: 'id_token', nonce: 'a-nonce' }),
    'response type token': authorize({ response_type: 'token' }),
    'unknown response mode': authorize({ response_mode: 'pigeon' }),
    'response mode query for a token': authorize({
      client_id: 'implicit',
      response_type: 'token',
      response_mode: 'query',
    }),
    'error by fragment': authorize({ scope: 'none-such', response_mode: 'fragment' }),
    'error by form': authorize({ scope: 'none-such', response_mode: 'form_post' }),
    'error without state': authorize({ scope: 'none-such', state: undefined }),
    'unknown scope': authorize({ scope: 'openid none-such' }),
    'no scope': authorize({ scope: undefined }),
    'scope without openid': authorize({ scope: 'profile' }),
    'no nonce in the implicit flow': authorize({ client_id: 'implicit', response_type: 'id_token token' }),
    'prompt none': authorize({ prompt: 'none' }),
    'prompt none and login': authorize({ prompt: 'none login' }),
    'unknown prompt': authorize({ prompt: 'dance' }),
    'prompt create': authorize({ prompt: 'create' }),
    'max_age no number': authorize({ max_age: 'old' }),
    'max_age negative': authorize({ max_age: '-1' }),
    'PKCE missing': authorize({ client_id: 'spa' }),
    'PKCE plain where S256 is asked': authorize({
      client_id: 'spa',
      code_challenge: pkce.code_challenge,
      code_challenge_method: 'plain',
    }),
    'PKCE method without challenge': authorize({ code_challenge_method: 'S256' }),
    'PKCE unknown method': authorize({ code_challenge: pkce.code_challenge, code_challenge_method: 'S512' }),
    'PKCE short challenge': authorize({ code_challenge: 'short', code_challenge_method: 'S256' }),
    'PKCE bad characters': authorize({
      code_challenge: `${pkce.code_challenge.slice(1)}!`,
      code_challenge_method: 'S256',
    }),
    'PKCE challenge without method': authorize({ code_challenge: pkce.code_challenge }),
    'state twice': authorize({ state: ['one', 'two'] }),
    'client twice': authorize({ client_id: ['web', 'web'] }),
    'claims no JSON': authorize({ claims: '{' }),
    'request no token': authorize({ request: 'nonsense' }),
    'request unsigned': authorize({
      request: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(request)).toString('base64url')}.`,
    }),
    'request and request_uri': authorize({ request: 'a.b.', request_uri: 'urn:ietf:params:oauth:request_uri:x' }),
    'request_uri unknown': authorize({ request_uri: 'urn:ietf:params:oauth:request_uri:none-such' }),
    'request_uri by https': authorize({ request_uri: 'https://localhost:2/request' }),
    'kc_idp_hint unknown': authorize({ kc_idp_hint: 'none-such' }),
    'login hint': authorize({ login_hint: 'ada' }),
    ui_locales: authorize({ ui_locales: 'de' }),
    'by POST': ask({ path: oidc('auth'), form: request }),
    'by POST as JSON': ask({ path: oidc('auth'), json: request }),
    'by PUT': ask({ method: 'PUT', path: oidc('auth'), form: request }),
    'by HEAD': ask({ method: 'HEAD', path: oidc('auth'), query: request }),
    'unknown realm': ask({ path: '/realms/none-such/protocol/openid-connect/auth', query: request }),
    'registration page while it is off': get('registrations', request),
  },
}
