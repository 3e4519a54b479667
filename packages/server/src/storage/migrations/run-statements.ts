import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { Schema } from '../schema.ts'

/**
 * Runs SQL that both databases understand, statement by statement; `{blob}` stands for the binary column type, and the
 * type `text` becomes the dialect's.
 */
export async function runStatements(db: Kysely<Schema>, dialect: Dialect, text: string): Promise<void> {
  for (const statement of text.split(/;\s*$/m)) {
    const own = statement.replaceAll('{blob}', dialect.blob).replace(/(?<= )text\b/g, dialect.text)
    if (own.trim() !== '') await sql.raw(own).execute(db)
  }
}
