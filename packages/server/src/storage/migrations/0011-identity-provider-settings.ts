import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Identity providers of every kind with all their settings, and mappers for their users. */
export const identityProviderSettingsMigration: Migration = {
  id: '0011-identity-provider-settings',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
alter table identity_provider add column alias_key text not null default '';
alter table identity_provider add column display_name text;
alter table identity_provider add column display_name_key text;
alter table identity_provider add column organization_id text;
alter table identity_provider add column options text not null default '{}';
alter table identity_provider add column assertion_issuer text not null default '';
update identity_provider set alias_key = lower(alias);
drop index identity_provider_issuer;
create unique index identity_provider_issuer on identity_provider (realm_id, issuer) where issuer <> '';
create unique index identity_provider_assertion_issuer on identity_provider (realm_id, assertion_issuer)
  where assertion_issuer <> '';
create index identity_provider_organization on identity_provider (realm_id, organization_id, alias);

create table identity_provider_mapper (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  identity_provider_id text not null references identity_provider (id) on delete cascade,
  name text not null,
  type text not null,
  config text not null
);
create unique index identity_provider_mapper_name on identity_provider_mapper (realm_id, identity_provider_id, name);
`,
    ),
}
