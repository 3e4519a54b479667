import type { ProtocolMapperRepresentation } from '@ztrust/contract/admin/protocol-mappers'
import { NotFound } from '../../../kernel/error.ts'
import type { ProtocolMapper } from '../../../model/client-scope/client-scope.ts'
import {
  deleteMapper,
  findMapper,
  listMappers,
  type MapperContainer,
} from '../../../model/client-scope/protocol-mapper.store.ts'
import { updateMapper } from '../../../model/client-scope/update-mapper.ts'
import { insertNewMappers } from '../../../oauth/insert-new-mappers.ts'
import { prepareMappers } from '../../../oauth/prepare-mappers.ts'
import type { MappedClient } from '../../../spi/protocol-mapper.ts'
import type { Db } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { toChangedMapper } from './from-representation.ts'

/** A client or client scope that has mappers. */
export interface MapperOwner {
  readonly container: MapperContainer
  /** Where it stands below the realm. */
  readonly path: readonly string[]
}

export function listMappersOf({ server, realm }: AdminContext, { container }: MapperOwner) {
  return listMappers(server.storage, realm.realm.id, container)
}

/** A mapper of this owner and no other. */
export async function requireMapper(
  { realm }: Pick<AdminContext, 'realm'>,
  db: Db,
  { container }: MapperOwner,
  id: string,
): Promise<ProtocolMapper> {
  const mapper = await findMapper(db, realm.realm.id, id)
  const isOwn = mapper?.clientId === container.clientId && mapper?.clientScopeId === container.clientScopeId
  if (!mapper || !isOwn) throw new NotFound('protocol mapper', 'Model not found')
  return mapper
}

export async function createMappers(
  context: AdminContext,
  owner: MapperOwner,
  representations: readonly ProtocolMapperRepresentation[],
): Promise<readonly ProtocolMapper[]> {
  const prepared = await prepareMappers(context.server, await findMappedClient(context, owner), representations)
  return transact(context.server.storage, async (tx) => {
    const mappers = await insertNewMappers(tx, context, owner.container, prepared)
    for (const [index, mapper] of mappers.entries()) {
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'PROTOCOL_MAPPER',
        path: [...owner.path, 'protocol-mappers', 'models', mapper.id],
        representation: representations[index],
      })
    }
    return mappers
  })
}

export async function changeMapper(
  context: AdminContext,
  owner: MapperOwner,
  id: string,
  representation: ProtocolMapperRepresentation,
): Promise<void> {
  const { mapper: protocolMapper } = await requireMapper(context, context.server.storage, owner, id)
  const client = await findMappedClient(context, owner)
  const [prepared = representation] =
    representation.config === undefined
      ? []
      : await prepareMappers(context.server, client, [{ ...representation, protocolMapper }])
  const { config } = prepared
  await transact(context.server.storage, async (tx) => {
    const changed = toChangedMapper(await requireMapper(context, tx, owner, id), {
      ...representation,
      ...(config === undefined ? {} : { config }),
    })
    await updateMapper(tx, changed)
    await recordChange(tx, context, {
      operation: 'UPDATE',
      resourceType: 'PROTOCOL_MAPPER',
      path: [...owner.path, 'protocol-mappers', 'models', id],
      representation,
    })
  })
}

async function findMappedClient(
  { realm }: AdminContext,
  { container }: MapperOwner,
): Promise<MappedClient | undefined> {
  if (container.clientId === undefined) return undefined
  return (await realm.clientById(container.clientId))?.client.settings
}

export async function removeMapper(context: AdminContext, owner: MapperOwner, id: string): Promise<void> {
  await transact(context.server.storage, async (tx) => {
    await requireMapper(context, tx, owner, id)
    await deleteMapper(tx, context.realm.realm.id, id)
    await recordChange(tx, context, {
      operation: 'DELETE',
      resourceType: 'PROTOCOL_MAPPER',
      path: [...owner.path, 'protocol-mappers', 'models', id],
    })
  })
}
