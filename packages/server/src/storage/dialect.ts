import { type RawBuilder, sql } from 'kysely'
import { afterPrefix } from '../kernel/text.ts'

/** The two databases. All that differs between them stands in this file and in the two `open-*` files. */
export type DialectName = 'sqlite' | 'postgres'

export interface Dialect {
  readonly name: DialectName
  /** True for the error of a violated unique index; `index` narrows it to one (by index or column name). */
  isUniqueViolation(error: unknown, index?: string): boolean
  /** True when the same transaction may succeed if tried again (deadlock, serialisation, busy). */
  isRetryable(error: unknown): boolean
  /** Column type of binary data. */
  readonly blob: 'blob' | 'bytea'
  /** Column type of text, compared byte by byte on both: only then is a prefix an index range, and orders agree. */
  readonly text: 'text' | 'text collate "C"'
  /** Row lock for read-modify-write inside a transaction; SQLite's transactions are exclusive already. */
  readonly forUpdate: RawBuilder<unknown>
}

function property(error: unknown, name: string): string {
  if (typeof error !== 'object' || error === null) return ''
  const value = (error as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : ''
}

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  blob: 'blob',
  text: 'text',
  forUpdate: sql``,
  isUniqueViolation: (error, index) => {
    const code = property(error, 'code')
    if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return false
    return index === undefined || property(error, 'message').includes(index)
  },
  isRetryable: (error) => property(error, 'code').startsWith('SQLITE_BUSY'),
}

export const postgresDialect: Dialect = {
  name: 'postgres',
  blob: 'bytea',
  text: 'text collate "C"',
  forUpdate: sql`for update`,
  isUniqueViolation: (error, index) => {
    if (property(error, 'code') !== '23505') return false
    return (
      index === undefined || property(error, 'constraint').includes(index) || property(error, 'detail').includes(index)
    )
  },
  isRetryable: (error) => ['40001', '40P01', '55P03'].includes(property(error, 'code')),
}

/** The half-open key range of all texts that start with `prefix`: an index range on both databases, unlike LIKE. */
export function prefixRange(prefix: string): { readonly from: string; readonly to: string } {
  return { from: prefix, to: afterPrefix(prefix) ?? '\u{10ffff}' }
}
