import { adminPath, type Exchange, oidc, readJson, realmPath, type Side } from '../side.ts'
import { ask, type Group, type Question } from '../table.ts'
import { callbackUrl, webOrigin } from '../world.ts'

const openid = realmPath('/clients-registrations/openid-connect')
const plain = realmPath('/clients-registrations/default')
const metadata = { redirect_uris: [callbackUrl], client_name: 'Registered' }

async function initialToken(side: Side): Promise<string> {
  const answer = await side.admin({ path: adminPath('/clients-initial-access'), json: { count: 1, expiration: 600 } })
  return String(readJson(answer)['token'])
}

const register =
  (json: object, path = openid): Question =>
  async (side) =>
    side.send({ path, json, bearer: await initialToken(side) })

/** Registers a client and goes on with it. */
const registered =
  (
    next: (
      side: Side,
      path: string,
      token: string,
      client: Readonly<Record<string, unknown>>,
    ) => Promise<Exchange | Exchange[]>,
  ): Question =>
  async (side) => {
    const client = readJson(await side.send({ path: openid, json: metadata, bearer: await initialToken(side) }))
    return next(side, `${openid}/${client['client_id']}`, String(client['registration_access_token']), client)
  }

export const registration: Group = {
  name: 'registration',
  questions: {
    'initial access token': (side) =>
      side.admin({ path: adminPath('/clients-initial-access'), json: { count: 2, expiration: 600 } }),
    'initial access tokens': (side) => side.admin({ path: adminPath('/clients-initial-access') }),
    anonymous: ask({ path: openid, json: metadata }),
    'anonymous, default': ask({ path: plain, json: { clientId: 'by-anonymous', redirectUris: [callbackUrl] } }),
    'nonsense token': ask({ path: openid, json: metadata, bearer: 'nonsense' }),
    smallest: register(metadata),
    'with everything': register({
      ...metadata,
      client_uri: 'http://localhost:1',
      logo_uri: 'http://localhost:1/logo.png',
      policy_uri: 'http://localhost:1/policy',
      tos_uri: 'http://localhost:1/terms',
      contacts: ['ada@example.org'],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
      response_types: ['code', 'none'],
      token_endpoint_auth_method: 'client_secret_post',
      scope: 'email phone',
      id_token_signed_response_alg: 'ES256',
      userinfo_signed_response_alg: 'RS256',
      default_acr_values: ['1'],
      backchannel_logout_uri: 'http://localhost:1/backchannel',
      backchannel_logout_session_required: true,
      post_logout_redirect_uris: ['http://localhost:1/out'],
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
    }),
    'public client': register({ ...metadata, token_endpoint_auth_method: 'none' }),
    private_key_jwt: register({
      ...metadata,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'http://localhost:1/jwks',
    }),
    implicit: register({ ...metadata, response_types: ['id_token token'], grant_types: ['implicit'] }),
    pairwise: register({ ...metadata, subject_type: 'pairwise' }),
    'wrong redirect URI': register({ redirect_uris: ['javascript:alert(1)'] }),
    'no redirect URI': register({ client_name: 'None' }),
    'unknown scope': register({ ...metadata, scope: 'none-such' }),
    'unknown auth method': register({ ...metadata, token_endpoint_auth_method: 'cheese' }),
    'client id chosen': register({ ...metadata, client_id: 'chosen' }),
    'jwks and jwks_uri': register({ ...metadata, jwks_uri: 'http://localhost:1/jwks', jwks: { keys: [] } }),
    'software statement': register({ ...metadata, software_statement: 'a.b.c' }),
    'no JSON': async (side) =>
      side.send({
        path: openid,
        raw: '{',
        headers: { 'content-type': 'application/json' },
        bearer: await initialToken(side),
      }),
    'as a form': async (side) =>
      side.send({ path: openid, form: { client_name: 'x' }, bearer: await initialToken(side) }),
    default: register({ clientId: 'registered', redirectUris: [callbackUrl] }, plain),
    'default, known client id': register({ clientId: 'web' }, plain),
    'unknown provider': register(metadata, realmPath('/clients-registrations/none-such')),
    'with the same token twice': async (side) => {
      const bearer = await initialToken(side)
      return [
        await side.send({ path: openid, json: metadata, bearer }),
        await side.send({ path: openid, json: metadata, bearer }),
      ]
    },
    read: registered((side, path, bearer) => side.send({ path, bearer })),
    'read without token': registered((side, path) => side.send({ path })),
    'read with a wrong token': registered((side, path) => side.send({ path, bearer: 'nonsense' })),
    'read an unknown client': registered((side, _path, bearer) => side.send({ path: `${openid}/none-such`, bearer })),
    'read with an old token': registered(async (side, path, bearer) => {
      await side.send({ path, bearer })
      return side.send({ path, bearer })
    }),
    update: registered((side, path, bearer, client) =>
      side.send({
        method: 'PUT',
        path,
        bearer,
        json: { ...metadata, client_id: client['client_id'], client_name: 'Renamed' },
      }),
    ),
    'update with another client id': registered((side, path, bearer) =>
      side.send({ method: 'PUT', path, bearer, json: { ...metadata, client_id: 'another' } }),
    ),
    delete: registered(async (side, path, bearer) => [
      await side.send({ method: 'DELETE', path, bearer }),
      await side.send({ path, bearer }),
    ]),
    'token of the registered client': registered((side, _path, _bearer, { client_id, client_secret }) =>
      side.send({
        path: oidc('token'),
        form: { grant_type: 'client_credentials', client_id: String(client_id), client_secret: String(client_secret) },
      }),
    ),
    preflight: ask({
      method: 'OPTIONS',
      path: openid,
      headers: { origin: webOrigin, 'access-control-request-method': 'POST' },
    }),
    'installation of a client': ask({
      path: realmPath('/clients-registrations/install/web'),
      basic: ['web', 'a-secret-that-both-sides-know'],
    }),
  },
}
