import type { ProtocolMapperRepresentation } from '@ztrust/contract/admin/protocol-mappers'
import type { ProtocolMapper } from '../model/client-scope/client-scope.ts'

export function toMapperRepresentation(mapper: ProtocolMapper): ProtocolMapperRepresentation {
  return {
    id: mapper.id,
    name: mapper.name,
    protocol: mapper.protocol,
    protocolMapper: mapper.mapper,
    consentRequired: false,
    config: { ...mapper.config },
  }
}
