import { Conflict, InvalidInput, NotFound } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import type { ProtocolMapper } from './client-scope.ts'
import { insertMappers } from './protocol-mapper.store.ts'

/**
 * Adds a mapper to a client or a client scope. Throws NotFound unless that is of the realm, Conflict when it has one
 * of this name, InvalidInput when the name is empty.
 */
export async function insertMapper(tx: Tx, mapper: ProtocolMapper): Promise<void> {
  requireMapperName(mapper.name)
  const [table, id] =
    mapper.clientId === undefined
      ? (['client_scope', mapper.clientScopeId ?? ''] as const)
      : (['client', mapper.clientId] as const)
  const container = await tx.query
    .selectFrom(table)
    .select('id')
    .where('realm_id', '=', mapper.realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!container) throw new NotFound(table === 'client' ? 'client' : 'client scope')
  await orConflict(tx, insertMappers(tx, [mapper]), mapperNameTaken)
}

export function requireMapperName(name: string): void {
  if (name.trim() === '') throw new InvalidInput('name', 'error-empty')
  if (name.length > 255) throw new InvalidInput('name', 'error-invalid-length', ['name', 1, 255])
}

export function mapperNameTaken(cause: unknown): Conflict {
  return new Conflict('protocol mapper', 'name', 'Protocol mapper exists with same name', cause)
}
