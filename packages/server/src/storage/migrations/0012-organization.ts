import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Organizations with their domains and members, and who is invited. */
export const organizationMigration: Migration = {
  id: '0012-organization',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table organization (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  name text not null,
  name_key text not null,
  alias text not null,
  enabled integer not null,
  description text,
  redirect_url text,
  created_at bigint not null
);
create unique index organization_name on organization (realm_id, name);
create unique index organization_alias on organization (realm_id, alias);

create table organization_attribute (
  realm_id text not null references realm (id) on delete cascade,
  organization_id text not null references organization (id) on delete cascade,
  name text not null,
  ordinal integer not null,
  value text not null,
  primary key (organization_id, name, ordinal)
);
create index organization_attribute_value on organization_attribute (realm_id, name, value);

create table organization_domain (
  realm_id text not null references realm (id) on delete cascade,
  organization_id text not null references organization (id) on delete cascade,
  name text not null,
  verified integer not null,
  primary key (realm_id, name)
);
create index organization_domain_owner on organization_domain (organization_id, name);

create table organization_member (
  realm_id text not null references realm (id) on delete cascade,
  organization_id text not null references organization (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  managed integer not null,
  joined_at bigint not null,
  primary key (organization_id, user_id)
);
create index organization_member_user on organization_member (realm_id, user_id);

create table organization_invitation (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  organization_id text not null references organization (id) on delete cascade,
  email text not null,
  email_key text not null,
  first_name text,
  last_name text,
  sent_at bigint not null,
  expires_at bigint not null
);
create unique index organization_invitation_email on organization_invitation (organization_id, email_key);
create index organization_invitation_realm on organization_invitation (realm_id, organization_id);
`,
    ),
}
