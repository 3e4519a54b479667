import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** How often somebody tried what may be guessed. */
export const attemptMigration: Migration = {
  id: '0005-attempt',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table attempt (
  realm_id text not null references realm (id) on delete cascade,
  kind text not null,
  subject text not null,
  count integer not null,
  expires_at bigint not null,
  primary key (realm_id, kind, subject)
);
create index attempt_expiry on attempt (expires_at);
`,
    ),
}
