import type { Conflict } from '../kernel/error.ts'
import type { Db } from './db.ts'

/**
 * Runs a write and gives a violated unique index a name. The transaction is lost then (PostgreSQL refuses every
 * further statement): the error must reach `transact`.
 */
export async function orConflict<Result>(
  db: Db,
  write: Promise<Result>,
  toConflict: (cause: unknown) => Conflict,
): Promise<Result> {
  try {
    return await write
  } catch (error) {
    throw db.dialect.isUniqueViolation(error) ? toConflict(error) : error
  }
}
