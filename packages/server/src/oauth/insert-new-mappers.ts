import type { ProtocolMapperRepresentation } from '@ztrust/contract/admin/protocol-mappers'
import { InvalidInput, NotFound } from '../kernel/error.ts'
import type { ProtocolMapper } from '../model/client-scope/client-scope.ts'
import { insertMapper } from '../model/client-scope/insert-mapper.ts'
import type { MapperContainer } from '../model/client-scope/protocol-mapper.store.ts'
import type { RealmContext } from '../spi/request.ts'
import type { Tx } from '../storage/db.ts'

/** Inserts mappers whose kinds are known to this server. */
export async function insertNewMappers(
  tx: Tx,
  { server, realm }: Pick<RealmContext, 'server' | 'realm'>,
  container: MapperContainer,
  representations: readonly ProtocolMapperRepresentation[],
): Promise<readonly ProtocolMapper[]> {
  const mappers = representations.map((one) => toNewMapper(one, tx.ids.uuid(), realm.realm.id, container))
  for (const { mapper, protocol } of mappers) {
    // Kinds of SAML come with SAML; until then their configurations are kept as they are.
    if (protocol === 'openid-connect' && !server.registry.protocolMappers.has(mapper)) {
      throw new NotFound('protocol mapper', 'ProtocolMapper provider not found')
    }
  }
  for (const mapper of mappers) await insertMapper(tx, mapper)
  return mappers
}

function toNewMapper(
  { name, protocol = 'openid-connect', protocolMapper, config }: ProtocolMapperRepresentation,
  id: string,
  realmId: string,
  container: MapperContainer,
): ProtocolMapper {
  if (name === undefined) throw new InvalidInput('name', 'error-empty')
  if (protocolMapper === undefined) throw new InvalidInput('protocolMapper', 'error-empty')
  return { id, realmId, ...container, name, protocol, mapper: protocolMapper, config: toMapperConfig(config ?? {}) }
}

/** A configuration without what was sent as null. */
export function toMapperConfig(config: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
