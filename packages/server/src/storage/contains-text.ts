import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { escapeLike } from '../kernel/text.ts'

/** True where a column of normalised names (`*_key`) contains the text. The text is taken literally. */
export function containsText(column: string, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} like ${`%${escapeLike(text)}%`} escape '\\'`
}

/** True where a column of normalised names matches a LIKE pattern whose literal parts are escaped by `escapeLike`. */
export function matchesPattern(column: string, pattern: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} like ${pattern} escape '\\'`
}
