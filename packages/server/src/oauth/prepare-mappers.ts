import type { ProtocolMapperRepresentation } from '@ztrust/contract/admin/protocol-mappers'
import type { MappedClient } from '../spi/protocol-mapper.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { toMapperConfig } from './insert-new-mappers.ts'

/** Checks and completes what mappers are to be configured with. May ask other servers: run it before a transaction. */
export async function prepareMappers(
  server: ServerContext,
  client: MappedClient | undefined,
  representations: readonly ProtocolMapperRepresentation[],
): Promise<readonly ProtocolMapperRepresentation[]> {
  return await Promise.all(
    representations.map(async (representation) => {
      const type = server.registry.protocolMappers.get(representation.protocolMapper ?? '')
      if (!type?.prepare) return representation
      const config = toMapperConfig(representation.config ?? {})
      return { ...representation, config: await type.prepare(config, { server, ...(client ? { client } : {}) }) }
    }),
  )
}
