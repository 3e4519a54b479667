import type BetterSqlite from 'better-sqlite3'

const rows = 1_000_000
/** Into how many parts the values of a column divide a table, where that is not "very many". */
const partsOf: Readonly<Record<string, number>> = {
  realm_id: 10,
  stored: 1,
  state: 2,
  kind: 10,
  type: 10,
  operation: 4,
  resource_type: 10,
  provider_type: 5,
}
const partsOfOthers = 10_000

/**
 * Tells SQLite how data lies in a large installation. Without statistics it takes each index for equally good and finds
 * one user's rows by scanning the realm's; measuring (ANALYZE) on a young database would tell it just that. PostgreSQL
 * measures by itself, again and again.
 */
export function assumeStatistics(database: BetterSqlite.Database): void {
  // Creates the table of statistics.
  database.exec('analyze sqlite_schema')
  const indexes = database
    .prepare<[], { table: string; name: string; isUnique: number }>(
      `select t.name as "table", i.name as name, i."unique" as isUnique
       from sqlite_schema as t, pragma_index_list(t.name) as i where t.type = 'table' and t.name not like 'sqlite_%'`,
    )
    .all()
  const columns = database.prepare<[string], { name: string }>('select name from pragma_index_info(?) order by seqno')
  const insert = database.prepare('insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)')
  database.transaction(() => {
    database.exec('delete from sqlite_stat1')
    for (const { table, name, isUnique } of indexes) {
      const names = columns.all(name).map((column) => column.name)
      insert.run(table, name, estimate(names, isUnique !== 0))
    }
  })()
  // Makes the planner read them.
  database.exec('analyze sqlite_schema')
}

/** The number of rows, and how many of them are alike in the first column, in the first two, and so on. */
function estimate(names: readonly string[], isUnique: boolean): string {
  let alike = rows
  const estimates = names.map((name, index) => {
    alike = Math.max(1, Math.ceil(alike / (partsOf[name] ?? partsOfOthers)))
    return isUnique && index === names.length - 1 && partsOf[name] === undefined ? 1 : alike
  })
  return [rows, ...estimates].join(' ')
}
