import type { ProtocolMapper } from './client-scope.ts'

/** A mapper before it belongs to a client or a client scope. */
export type MapperPreset = Pick<ProtocolMapper, 'name' | 'mapper' | 'config'>

const inAccessToken = { 'introspection.token.claim': 'true', 'access.token.claim': 'true' }

/** An attribute of the user in every token and the userinfo answer. */
export function claimMapper(name: string, attribute: string, claim: string, type = 'String'): MapperPreset {
  return {
    name,
    mapper: 'oidc-usermodel-attribute-mapper',
    config: {
      ...inAccessToken,
      'userinfo.token.claim': 'true',
      'id.token.claim': 'true',
      'user.attribute': attribute,
      'claim.name': claim,
      'jsonType.label': type,
    },
  }
}

/** A note of the user session in access and ID tokens. */
export function noteMapper(name: string, note: string, claim: string, type = 'String'): MapperPreset {
  return {
    name,
    mapper: 'oidc-usersessionmodel-note-mapper',
    config: {
      ...inAccessToken,
      'id.token.claim': 'true',
      'user.session.note': note,
      'claim.name': claim,
      'jsonType.label': type,
    },
  }
}

/** Names of roles as a list. Keycloak writes `user.attribute: foo` there, and tools compare configurations whole. */
export function roleMapper(
  name: string,
  mapper: 'oidc-usermodel-realm-role-mapper' | 'oidc-usermodel-client-role-mapper',
  claim: string,
  places: Readonly<Record<string, string>>,
): MapperPreset {
  return {
    name,
    mapper,
    config: {
      ...places,
      'user.attribute': 'foo',
      'claim.name': claim,
      'jsonType.label': 'String',
      multivalued: 'true',
    },
  }
}
