import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { escapeLike } from '../kernel/text.ts'

/** True where a column of normalised names (`*_key`) contains the text. The text is taken literally. */
export function containsText(column: string, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} like ${`%${escapeLike(text)}%`} escape '\\'`
}
