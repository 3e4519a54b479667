import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Imports of users: how far they are, what waits, what was refused. */
export const userImportMigration: Migration = {
  id: '0014-user-import',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table user_import (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  state text not null,
  exact integer not null,
  enables_realm integer,
  received integer not null,
  imported integer not null,
  refused integer not null,
  created_at bigint not null,
  updated_at bigint not null,
  finished_at bigint
);
create index user_import_realm on user_import (realm_id, created_at);
create index user_import_state on user_import (state, updated_at);

create table user_import_part (
  realm_id text not null references realm (id) on delete cascade,
  import_id text not null references user_import (id) on delete cascade,
  ordinal integer not null,
  first_row integer not null,
  content text not null,
  primary key (import_id, ordinal)
);

create table user_import_refusal (
  realm_id text not null references realm (id) on delete cascade,
  import_id text not null references user_import (id) on delete cascade,
  row_number integer not null,
  ordinal integer not null,
  username text,
  reason text not null,
  primary key (import_id, row_number, ordinal)
);
create index user_import_part_realm on user_import_part (realm_id);
create index user_import_refusal_realm on user_import_refusal (realm_id);
`,
    ),
}
