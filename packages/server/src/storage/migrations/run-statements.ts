import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { Schema } from '../schema.ts'

/** Runs SQL that both databases understand, statement by statement; `{blob}` stands for the binary column type. */
export async function runStatements(db: Kysely<Schema>, dialect: Dialect, text: string): Promise<void> {
  for (const statement of text.split(/;\s*$/m)) {
    if (statement.trim() !== '') await sql.raw(statement.replaceAll('{blob}', dialect.blob)).execute(db)
  }
}
