import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Who may register clients, and who may change the registered ones. */
export const clientRegistrationMigration: Migration = {
  id: '0006-client-registration',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table client_initial_access (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  allowed_count integer not null,
  remaining_count integer not null,
  lifespan integer not null,
  created_at bigint not null,
  expires_at bigint
);
create index client_initial_access_realm on client_initial_access (realm_id, created_at);
create index client_initial_access_expiry on client_initial_access (expires_at);

create table client_registration_token (
  client_id text primary key references client (id) on delete cascade,
  realm_id text not null references realm (id) on delete cascade,
  token_hash text not null
);
create index client_registration_token_realm on client_registration_token (realm_id, client_id);
`,
    ),
}
