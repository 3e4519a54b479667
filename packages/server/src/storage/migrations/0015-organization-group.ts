import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Groups of an organization's own, apart from those of the realm. */
export const organizationGroupMigration: Migration = {
  id: '0015-organization-group',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table organization_group (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  organization_id text not null references organization (id) on delete cascade,
  parent_id text references organization_group (id) on delete cascade,
  name text not null,
  name_key text not null,
  path text not null,
  attributes text not null
);
create unique index organization_group_path on organization_group (organization_id, path);
create index organization_group_parent on organization_group (organization_id, parent_id, name);
create index organization_group_above on organization_group (parent_id);
create index organization_group_realm on organization_group (realm_id);

create table organization_group_member (
  realm_id text not null references realm (id) on delete cascade,
  group_id text not null references organization_group (id) on delete cascade,
  organization_id text not null,
  user_id text not null,
  primary key (group_id, user_id),
  foreign key (organization_id, user_id) references organization_member (organization_id, user_id) on delete cascade
);
create index organization_group_member_user on organization_group_member (organization_id, user_id);
create index organization_group_member_realm on organization_group_member (realm_id);
`,
    ),
}
