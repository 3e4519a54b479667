import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { OperatorError } from '../kernel/error.ts'
import type { Dialect } from './dialect.ts'
import type { Schema } from './schema.ts'

/** One step of the schema, forward only. `id` sorts the list: `0001-core`. */
export interface Migration {
  readonly id: string
  up(db: Kysely<Schema>, dialect: Dialect): Promise<void>
}

export type Migrations = readonly Migration[]

/** Runs what has not run yet. Nodes that start together wait for each other. */
export async function migrate(db: Kysely<Schema>, dialect: Dialect, migrations: Migrations): Promise<void> {
  const entries = migrations.map(({ id, up }) => [
    id,
    { up: (target: Kysely<unknown>) => up(target as Kysely<Schema>, dialect) },
  ])
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => Object.fromEntries(entries) },
    migrationTableName: 'schema_migration',
    migrationLockTableName: 'schema_migration_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw new OperatorError(`The database could not be brought up to date: ${describe(error)}`, error)
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
