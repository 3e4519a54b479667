import type { ProtocolMapperRepresentation } from '@ztrust/contract/admin/protocol-mappers'
import { InvalidInput } from '../../../kernel/error.ts'
import type { ProtocolMapper } from '../../../model/client-scope/client-scope.ts'
import type { MapperContainer } from '../../../model/client-scope/protocol-mapper.store.ts'

/** A new mapper of a client or client scope. */
export function toNewMapper(
  representation: ProtocolMapperRepresentation,
  id: string,
  realmId: string,
  container: MapperContainer,
): ProtocolMapper {
  const { name, protocol = 'openid-connect', protocolMapper, config } = representation
  if (name === undefined) throw new InvalidInput('name', 'error-empty')
  if (protocolMapper === undefined) throw new InvalidInput('protocolMapper', 'error-empty')
  return { id, realmId, ...container, name, protocol, mapper: protocolMapper, config: toConfig(config ?? {}) }
}

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
    config: config === undefined ? mapper.config : toConfig(config),
  }
}

function toConfig(config: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
