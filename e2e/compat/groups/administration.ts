import { type Ask, adminPath, type Exchange, type Side } from '../side.ts'
import { ask, askAdmin, type Group, type Question } from '../table.ts'
import { ada } from '../world.ts'

const read = (path: string, query: Record<string, string> = {}): Question => askAdmin({ path: adminPath(path), query })
const send = (path: string, json: unknown, method = 'POST'): Question =>
  askAdmin({ method, path: adminPath(path), json })

async function idOf(side: Side, path: string, query: Record<string, string>): Promise<string> {
  const answer = await side.admin({ path: adminPath(path), query })
  const list: unknown = JSON.parse(answer.text)
  const [first]: { readonly id?: unknown }[] = Array.isArray(list) ? list : []
  return String(first?.id ?? 'none-such')
}

const clientId = (side: Side, id: string): Promise<string> => idOf(side, '/clients', { clientId: id })
const userId = (side: Side, username: string): Promise<string> => idOf(side, '/users', { username, exact: 'true' })

/** A question below a client, a user or a group, found by name. */
const below =
  (find: (side: Side) => Promise<string>, path: (id: string) => string, more: Omit<Ask, 'path'> = {}): Question =>
  async (side) =>
    side.admin({ path: adminPath(path(await find(side))), ...more })

const ofWeb = (rest: string, more: Omit<Ask, 'path'> = {}): Question =>
  below(
    (side) => clientId(side, 'web'),
    (id) => `/clients/${id}${rest}`,
    more,
  )
const ofService = (rest: string): Question =>
  below(
    (side) => clientId(side, 'service'),
    (id) => `/clients/${id}${rest}`,
  )
const ofAda = (rest: string, more: Omit<Ask, 'path'> = {}): Question =>
  below(
    (side) => userId(side, 'ada'),
    (id) => `/users/${id}${rest}`,
    more,
  )
const ofAnalysts = (rest: string, more: Omit<Ask, 'path'> = {}): Question =>
  below(
    (side) => idOf(side, '/groups', { search: 'analysts' }),
    (id) => `/groups/${id}${rest}`,
    more,
  )
const scopeId = async (side: Side, name: string): Promise<string> => {
  const list: unknown = JSON.parse((await side.admin({ path: adminPath('/client-scopes') })).text)
  const found = Array.isArray(list) ? list.find((scope: { readonly name?: unknown }) => scope.name === name) : undefined
  return String(found?.id ?? 'none-such')
}
const ofProfile = (rest: string, more: Omit<Ask, 'path'> = {}): Question =>
  below(
    (side) => scopeId(side, 'profile'),
    (id) => `/client-scopes/${id}${rest}`,
    more,
  )

/** Makes something and reads it back. */
const made =
  (path: string, json: object, change?: object): Question =>
  async (side) => {
    const answers: Exchange[] = [await side.admin({ path: adminPath(path), json })]
    const location = answers[0]?.headers.get('location')
    if (!location) return answers
    const own = new URL(location).pathname
    answers.push(await side.admin({ path: own }))
    if (change) {
      answers.push(await side.admin({ method: 'PUT', path: own, json: change }), await side.admin({ path: own }))
    }
    answers.push(await side.admin({ method: 'DELETE', path: own }), await side.admin({ path: own }))
    return answers
  }

export const adminRealm: Group = {
  name: 'admin-realm',
  questions: {
    'without token': ask({ path: adminPath() }),
    'nonsense token': ask({ path: adminPath(), bearer: 'nonsense' }),
    'token without rights': async (side) => {
      const form = { grant_type: 'password', client_id: 'cli', ...ada }
      const answer = await side.send({ path: '/realms/compat/protocol/openid-connect/token', form })
      return side.send({ path: adminPath(), bearer: String(JSON.parse(answer.text).access_token) })
    },
    realm: read(''),
    'realms in brief': askAdmin({ path: '/admin/realms', query: { briefRepresentation: 'true' } }),
    'unknown realm': askAdmin({ path: '/admin/realms/none-such' }),
    'known name': askAdmin({ path: '/admin/realms', json: { realm: 'compat' } }),
    'no name': askAdmin({ path: '/admin/realms', json: {} }),
    'bad name': askAdmin({ path: '/admin/realms', json: { realm: 'a/b' } }),
    'no JSON': askAdmin({ path: '/admin/realms', raw: '{', headers: { 'content-type': 'application/json' } }),
    'unknown field': send('', { none_such: true }, 'PUT'),
    'wrong type': send('', { enabled: 'perhaps' }, 'PUT'),
    'as a form': askAdmin({ path: '/admin/realms', form: { realm: 'x' } }),
    'unknown path': read('/none-such'),
    'wrong method': askAdmin({ method: 'PATCH', path: adminPath(), json: {} }),
    update: send('', { displayName: 'Compat' }, 'PUT'),
    keys: read('/keys'),
    components: read('/components'),
    'key providers': read('/components', { type: 'org.keycloak.keys.KeyProvider' }),
    'events configuration': read('/events/config'),
    events: read('/events'),
    'admin events': read('/admin-events'),
    'default groups': read('/default-groups'),
    'default client scopes': read('/default-default-client-scopes'),
    'optional client scopes': read('/default-optional-client-scopes'),
    'client profiles': read('/client-policies/profiles'),
    'client profiles with the global ones': read('/client-policies/profiles', { 'include-global-profiles': 'true' }),
    'client policies': read('/client-policies/policies'),
    'registration policy providers': read('/client-registration-policy/providers'),
    'user profile': read('/users/profile'),
    'user profile metadata': read('/users/profile/metadata'),
    'credential registrators': read('/credential-registrators'),
    'identity providers': read('/identity-provider/instances'),
    localization: read('/localization'),
    'authentication flows': read('/authentication/flows'),
    'executions of browser': read('/authentication/flows/browser/executions'),
    'executions of direct grant': read('/authentication/flows/direct grant/executions'),
    'executions of an unknown flow': read('/authentication/flows/none-such/executions'),
    'required actions': read('/authentication/required-actions'),
    'unregistered required actions': read('/authentication/unregistered-required-actions'),
    'authenticator providers': read('/authentication/authenticator-providers'),
    'client authenticator providers': read('/authentication/client-authenticator-providers'),
    'form action providers': read('/authentication/form-action-providers'),
    'brute force of an unknown user': read('/attack-detection/brute-force/users/none-such'),
    'partial export': askAdmin({
      method: 'POST',
      path: adminPath('/partial-export'),
      query: { exportClients: 'false' },
    }),
  },
}

export const adminClients: Group = {
  name: 'admin-clients',
  questions: {
    list: read('/clients'),
    'list by search': read('/clients', { clientId: 'we', search: 'true' }),
    page: read('/clients', { first: '0', max: '2' }),
    client: ofWeb(''),
    'unknown client': read('/clients/none-such'),
    secret: ofWeb('/client-secret'),
    'service account': ofService('/service-account-user'),
    'service account of a client without': below(
      (side) => clientId(side, 'other'),
      (id) => `/clients/${id}/service-account-user`,
    ),
    'default scopes': ofWeb('/default-client-scopes'),
    'optional scopes': ofWeb('/optional-client-scopes'),
    roles: ofWeb('/roles'),
    mappers: ofWeb('/protocol-mappers/models'),
    'scope mappings': ofWeb('/scope-mappings'),
    'user sessions': ofWeb('/user-sessions', { query: { first: '0', max: '1' } }),
    'offline session count': ofWeb('/offline-session-count'),
    installation: ofWeb('/installation/providers/keycloak-oidc-keycloak-json'),
    'unknown installation': ofWeb('/installation/providers/none-such'),
    'management permissions': ofWeb('/management/permissions'),
    'evaluate: mappers': ofWeb('/evaluate-scopes/protocol-mappers', { query: { scope: 'openid' } }),
    'evaluate: granted roles': ofWeb('/evaluate-scopes/scope-mappings/compat/granted', { query: { scope: 'openid' } }),
    'evaluate: access token': async (side) =>
      ofWeb('/evaluate-scopes/generate-example-access-token', {
        query: { scope: 'openid', userId: await userId(side, 'ada') },
      })(side),
    'evaluate: ID token': async (side) =>
      ofWeb('/evaluate-scopes/generate-example-id-token', {
        query: { scope: 'openid', userId: await userId(side, 'ada') },
      })(side),
    'evaluate: userinfo': async (side) =>
      ofWeb('/evaluate-scopes/generate-example-userinfo', {
        query: { scope: 'openid', userId: await userId(side, 'ada') },
      })(side),
    'evaluate: unknown user': ofWeb('/evaluate-scopes/generate-example-access-token', {
      query: { scope: 'openid', userId: 'none-such' },
    }),
    smallest: made('/clients', { clientId: 'smallest' }, { clientId: 'smallest', name: 'Small' }),
    'bearer-only': made('/clients', { clientId: 'bearer-made', bearerOnly: true }),
    SAML: made('/clients', { clientId: 'saml-made', protocol: 'saml' }),
    'known client id': send('/clients', { clientId: 'web' }),
    'no client id': send('/clients', { name: 'None' }),
    'bad redirect URI': send('/clients', { clientId: 'bad', redirectUris: ['http://localhost:1/*/x#y'] }),
    'bad root URL': send('/clients', { clientId: 'bad', rootUrl: 'javascript:alert(1)' }),
    'unknown protocol': send('/clients', { clientId: 'bad', protocol: 'pigeon' }),
    mapper: ofWeb('/protocol-mappers/models', {
      json: {
        name: 'motto',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-hardcoded-claim-mapper',
        config: { 'claim.name': 'motto' },
      },
    }),
    'mapper again': ofWeb('/protocol-mappers/models', {
      json: {
        name: 'motto',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-hardcoded-claim-mapper',
        config: { 'claim.name': 'motto' },
      },
    }),
    'mapper of an unknown kind': ofWeb('/protocol-mappers/models', {
      json: { name: 'odd', protocol: 'openid-connect', protocolMapper: 'none-such', config: {} },
    }),
    'client role': ofWeb('/roles', { json: { name: 'reader' } }),
    'client role again': ofWeb('/roles', { json: { name: 'reader' } }),
    'client role read': ofWeb('/roles/reader'),
    'unknown client role': ofWeb('/roles/none-such'),
  },
}

export const adminUsers: Group = {
  name: 'admin-users',
  questions: {
    list: read('/users', { username: 'ada' }),
    'list in brief': read('/users', { username: 'ada', briefRepresentation: 'true' }),
    count: read('/users/count'),
    user: ofAda(''),
    'user with profile metadata': ofAda('', { query: { userProfileMetadata: 'true' } }),
    'unknown user': read('/users/none-such'),
    credentials: ofAda('/credentials'),
    groups: ofAda('/groups'),
    'role mappings': ofAda('/role-mappings'),
    'realm role mappings': ofAda('/role-mappings/realm'),
    'composite realm role mappings': ofAda('/role-mappings/realm/composite'),
    'federated identities': ofAda('/federated-identity'),
    consents: ofAda('/consents'),
    'configured storage credentials': ofAda('/configured-user-storage-credential-types'),
    smallest: made('/users', { username: 'smallest' }, { firstName: 'Small' }),
    'known user name': send('/users', { username: 'ada' }),
    'known email': send('/users', { username: 'ada2', email: 'ada@example.org' }),
    'no user name': send('/users', {}),
    'short user name': send('/users', { username: 'a' }),
    'bad email': send('/users', { username: 'bad-email', email: 'nonsense' }),
    'two mistakes': send('/users', { username: 'a', email: 'nonsense' }),
    'undeclared attribute': made('/users', { username: 'attributed', attributes: { cheese: ['brie'] } }),
    'reset password': ofAda('/reset-password', {
      method: 'PUT',
      json: { type: 'password', value: ada.password, temporary: false },
    }),
    'reset password without value': ofAda('/reset-password', { method: 'PUT', json: { type: 'password' } }),
    'actions email without mail server': ofAda('/execute-actions-email', { method: 'PUT', json: ['UPDATE_PASSWORD'] }),
    'actions email with an unknown action': ofAda('/execute-actions-email', { method: 'PUT', json: ['NONE_SUCH'] }),
    logout: ofAda('/logout', { method: 'POST', json: {} }),
    'sessions after logout': ofAda('/sessions'),
    'join an unknown group': ofAda('/groups/none-such', { method: 'PUT', json: {} }),
    'unknown role mapping': ofAda('/role-mappings/realm', {
      method: 'POST',
      json: [{ id: 'none-such', name: 'none-such' }],
    }),
    'remove an unknown credential': ofAda('/credentials/none-such', { method: 'DELETE' }),
    'remove an unknown user': askAdmin({ method: 'DELETE', path: adminPath('/users/none-such') }),
  },
}

export const adminRoles: Group = {
  name: 'admin-roles-groups-scopes',
  questions: {
    roles: read('/roles'),
    'roles in full': read('/roles', { briefRepresentation: 'false' }),
    role: read('/roles/engineer'),
    'unknown role': read('/roles/none-such'),
    'unknown role by id': read('/roles-by-id/none-such'),
    'default role': read('/roles/default-roles-compat'),
    'default role composites': read('/roles/default-roles-compat/composites'),
    'known role': send('/roles', { name: 'engineer' }),
    'no role name': send('/roles', {}),
    'make role': made('/roles', { name: 'made', description: 'Made' }, { name: 'made', description: 'Changed' }),
    'users of a role': read('/roles/engineer/users'),
    groups: read('/groups'),
    'groups in full': read('/groups', { briefRepresentation: 'false' }),
    'groups by search': read('/groups', { search: 'anal' }),
    'group count': read('/groups/count'),
    group: ofAnalysts(''),
    'group members': ofAnalysts('/members'),
    'group children': ofAnalysts('/children'),
    'group by path': read('/group-by-path/analysts'),
    'group by an unknown path': read('/group-by-path/none-such'),
    'unknown group': read('/groups/none-such'),
    'known group': send('/groups', { name: 'analysts' }),
    'no group name': send('/groups', {}),
    'sub-group': ofAnalysts('/children', { json: { name: 'young' } }),
    'sub-group again': ofAnalysts('/children', { json: { name: 'young' } }),
    'make group': made('/groups', { name: 'made' }, { name: 'made anew' }),
    'client scopes': read('/client-scopes'),
    'client scope': ofProfile(''),
    'mappers of a client scope': ofProfile('/protocol-mappers/models'),
    'unknown client scope': read('/client-scopes/none-such'),
    'known client scope': send('/client-scopes', { name: 'profile', protocol: 'openid-connect' }),
    'no client scope name': send('/client-scopes', { protocol: 'openid-connect' }),
    'bad client scope name': send('/client-scopes', { name: 'a b', protocol: 'openid-connect' }),
    'make client scope': made(
      '/client-scopes',
      { name: 'made', protocol: 'openid-connect' },
      { name: 'made', description: 'Changed', protocol: 'openid-connect' },
    ),
    'mapper with a known name': ofProfile('/protocol-mappers/models', {
      json: { name: 'username', protocol: 'openid-connect', protocolMapper: 'oidc-hardcoded-claim-mapper', config: {} },
    }),
    'unknown mapper': ofProfile('/protocol-mappers/models/none-such'),
    'component of an unknown provider': send('/components', {
      name: 'x',
      providerId: 'none-such',
      providerType: 'org.keycloak.keys.KeyProvider',
    }),
    'make a key': made('/components', {
      name: 'made-key',
      providerId: 'rsa-generated',
      providerType: 'org.keycloak.keys.KeyProvider',
      config: { priority: ['50'] },
    }),
    'unknown component': read('/components/none-such'),
    'make a flow': send('/authentication/flows', {
      alias: 'made',
      providerId: 'basic-flow',
      topLevel: true,
      builtIn: false,
    }),
    'known flow': send('/authentication/flows', {
      alias: 'browser',
      providerId: 'basic-flow',
      topLevel: true,
      builtIn: false,
    }),
    'copy a flow': send('/authentication/flows/browser/copy', { newName: 'copied' }),
    'executions of the copy': read('/authentication/flows/copied/executions'),
    'required action': read('/authentication/required-actions/UPDATE_PASSWORD'),
    'unknown required action': read('/authentication/required-actions/NONE_SUCH'),
    'unknown identity provider': read('/identity-provider/instances/none-such'),
  },
}
