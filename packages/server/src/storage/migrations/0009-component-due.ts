import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** When a job has to look at a component again: keys that are to be rotated. */
export const componentDueMigration: Migration = {
  id: '0009-component-due',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `alter table component add column due_at bigint;
       create index component_due on component (provider_type, due_at) where due_at is not null;`,
    ),
}
