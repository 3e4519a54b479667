import type { ProtocolMapperRepresentation } from '@ztrust/contract/admin/protocol-mappers'
import { InvalidInput } from '../../../kernel/error.ts'
import type { ProtocolMapper } from '../../../model/client-scope/client-scope.ts'
import { toMapperConfig } from '../../../oauth/insert-new-mappers.ts'

/** What is left out stays; a configuration replaces the former one, as in Keycloak. */
export function toChangedMapper(
  mapper: ProtocolMapper,
  { name, protocol, protocolMapper, config }: ProtocolMapperRepresentation,
): ProtocolMapper {
  // Another kind of mapper under the same id would escape the checks of its making (CVE-2026-15572).
  if (protocolMapper !== undefined && protocolMapper !== mapper.mapper) {
    throw new InvalidInput('protocolMapper', 'error-invalid-value')
  }
  return {
    ...mapper,
    name: name ?? mapper.name,
    protocol: protocol ?? mapper.protocol,
    config: config === undefined ? mapper.config : toMapperConfig(config),
  }
}
