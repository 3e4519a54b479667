import type { ClientScopeRepresentation } from '@ztrust/contract/admin/client-scopes'
import type { ClientScope } from '../../../model/client-scope/client-scope.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { toMapperRepresentation } from '../../../oauth/represent-mapper.ts'

export function toClientScopeRepresentation(scope: ClientScope, realm: RealmSnapshot): ClientScopeRepresentation {
  const mappers = realm.mappersOfScope(scope.id).map(toMapperRepresentation)
  return {
    id: scope.id,
    name: scope.name,
    description: scope.description,
    protocol: scope.protocol,
    attributes: { ...scope.attributes },
    ...(mappers.length > 0 ? { protocolMappers: mappers } : {}),
  }
}
