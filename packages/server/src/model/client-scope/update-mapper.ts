import { NotFound } from '../../kernel/error.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import type { ProtocolMapper } from './client-scope.ts'
import { mapperNameTaken, requireMapperName } from './insert-mapper.ts'

/** Writes name, kind, protocol and configuration of a mapper; it stays where it is. Throws NotFound and Conflict. */
export async function updateMapper(tx: Tx, mapper: ProtocolMapper): Promise<void> {
  requireMapperName(mapper.name)
  const { numUpdatedRows } = await orConflict(
    tx,
    tx.query
      .updateTable('protocol_mapper')
      .set({
        name: mapper.name,
        protocol: mapper.protocol,
        mapper: mapper.mapper,
        config: fromJson(mapper.config),
      })
      .where('realm_id', '=', mapper.realmId)
      .where('id', '=', mapper.id)
      .executeTakeFirst(),
    mapperNameTaken,
  )
  if (numUpdatedRows === 0n) throw new NotFound('protocol mapper')
  tx.realmChanged(mapper.realmId)
}
