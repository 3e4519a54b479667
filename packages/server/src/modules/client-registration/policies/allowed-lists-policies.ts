import { configValue } from '../../../model/component/component.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { PolicyRefusal, type RegistrationPolicy } from '../../../spi/registration-policy.ts'

/** Which protocol mappers a registered client may bring: they decide what stands in its tokens (CVE-2026-15572). */
export const allowedMappersPolicy: RegistrationPolicy = {
  id: 'allowed-protocol-mappers',
  helpText:
    'When present, it allows to specify whitelist of protocol mapper types, which will be allowed in representation of registered (or updated) client',
  properties: ({ server }) => [
    {
      name: 'allowed-protocol-mapper-types',
      label: 'allowed-protocol-mappers.label',
      helpText: 'allowed-protocol-mappers.tooltip',
      type: 'MultivaluedList',
      options: [...server.registry.protocolMappers.keys()],
    },
  ],
  async review({ config }, { client }) {
    const allowed = config['allowed-protocol-mapper-types'] ?? []
    const kinds = (client.protocolMappers ?? []).map((mapper) => mapper.protocolMapper ?? '')
    if (!kinds.every((kind) => allowed.includes(kind))) throw new PolicyRefusal('ProtocolMapper type not allowed')
    return client
  },
}

/** Which client scopes a registered client may have. */
export const allowedScopesPolicy: RegistrationPolicy = {
  id: 'allowed-client-templates',
  helpText:
    'When present, it allows to specify whitelist of client scopes, which will be allowed in representation of registered (or updated) client',
  properties: ({ realm }) => [
    {
      name: 'allowed-client-scopes',
      label: 'allowed-client-scopes.label',
      helpText: 'allowed-client-scopes.tooltip',
      type: 'MultivaluedList',
      options: [...realm.clientScopes.map((scope) => scope.name), 'openid'],
    },
    {
      name: 'allow-default-scopes',
      label: 'allow-default-scopes.label',
      helpText: 'allow-default-scopes.tooltip',
      type: 'boolean',
      defaultValue: true,
    },
  ],
  async review({ realm, config }, { client, current }) {
    const ofRealm = configValue(config, 'allow-default-scopes') === 'false' ? [] : namesOfRealmScopes(realm)
    const kept = current ? await namesOfClientScopes(realm, current.id) : []
    const allowed = new Set([...(config['allowed-client-scopes'] ?? []), ...ofRealm, ...kept])
    const asked = [...(client.defaultClientScopes ?? []), ...(client.optionalClientScopes ?? [])]
    if (!asked.every((name) => allowed.has(name))) {
      throw new PolicyRefusal('Not permitted to use specified clientScope')
    }
    return client
  },
}

function namesOfRealmScopes(realm: RealmSnapshot): readonly string[] {
  return realm.clientScopes
    .filter(({ id }) => realm.defaultClientScopeIds.has(id) || realm.optionalClientScopeIds.has(id))
    .map((scope) => scope.name)
}

async function namesOfClientScopes(realm: RealmSnapshot, id: string): Promise<readonly string[]> {
  const snapshot = await realm.clientById(id)
  return [...(snapshot?.defaultScopes ?? []), ...(snapshot?.optionalScopes ?? [])].map((scope) => scope.name)
}
