import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Who else this realm believes about users, and as whom they know a user. */
export const identityProviderMigration: Migration = {
  id: '0010-identity-provider',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table identity_provider (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  alias text not null,
  provider_id text not null,
  enabled integer not null,
  issuer text not null,
  config text not null
);
create unique index identity_provider_alias on identity_provider (realm_id, alias);
create unique index identity_provider_issuer on identity_provider (realm_id, issuer);

create table federated_identity (
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  identity_provider_id text not null references identity_provider (id) on delete cascade,
  external_id text not null,
  external_name text not null,
  primary key (user_id, identity_provider_id)
);
create unique index federated_identity_external on federated_identity (identity_provider_id, external_id);
create index federated_identity_realm on federated_identity (realm_id);
`,
    ),
}
