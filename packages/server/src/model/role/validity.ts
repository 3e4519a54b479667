import { type Expression, type SqlBool, sql } from 'kysely'
import type { Validity } from './role.ts'

interface ValidityColumns {
  readonly valid_from: number | null
  readonly valid_to: number | null
}

/** SQL condition: the row of `table` (a name or alias in the query) is valid at `now`; `valid_to` is the first moment after. */
export function isValidAt(table: string, now: number): Expression<SqlBool> {
  const from = sql.ref(`${table}.valid_from`)
  const to = sql.ref(`${table}.valid_to`)
  return sql<SqlBool>`((${from} is null or ${from} <= ${now}) and (${to} is null or ${to} > ${now}))`
}

export function toValidity({ valid_from, valid_to }: ValidityColumns): Validity {
  return {
    ...(valid_from === null ? {} : { validFrom: valid_from }),
    ...(valid_to === null ? {} : { validTo: valid_to }),
  }
}

export function fromValidity({ validFrom, validTo }: Validity): ValidityColumns {
  return { valid_from: validFrom ?? null, valid_to: validTo ?? null }
}
