import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** The secret before the present one, sealed like it, for as long as it is still good. */
export const rotatedClientSecretMigration: Migration = {
  id: '0008-rotated-client-secret',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
alter table client add column rotated_secret text;
alter table client add column secret_rotated_at bigint;
alter table client add column rotated_secret_expires_at bigint;
create index client_rotated_secret_expiry on client (rotated_secret_expires_at);
`,
    ),
}
