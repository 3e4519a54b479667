import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Realms and what an administrator sets up in them. Times are epoch milliseconds, JSON is text and never queried. */
export const realmMigration: Migration = {
  id: '0001-realm',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table server_setting (name text primary key, value text not null);

create table realm (
  id text primary key,
  name text not null,
  enabled integer not null,
  settings text not null,
  user_profile text not null,
  created_at bigint not null,
  updated_at bigint not null
);
create unique index realm_name on realm (name);

create table component (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  parent_id text not null,
  provider_type text not null,
  provider_id text not null,
  sub_type text,
  name text not null,
  config text not null,
  created_at bigint not null
);
create index component_type on component (realm_id, provider_type);

create table client (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  client_id text not null,
  name_key text not null,
  enabled integer not null,
  protocol text not null,
  settings text not null,
  secret text,
  created_at bigint not null,
  updated_at bigint not null
);
create unique index client_client_id on client (realm_id, client_id);

create table client_scope (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  name text not null,
  protocol text not null,
  description text,
  attributes text not null
);
create unique index client_scope_name on client_scope (realm_id, name);

create table client_scope_assignment (
  realm_id text not null references realm (id) on delete cascade,
  client_id text not null references client (id) on delete cascade,
  client_scope_id text not null references client_scope (id) on delete cascade,
  is_default integer not null,
  primary key (client_id, client_scope_id)
);
create index client_scope_assignment_realm on client_scope_assignment (realm_id, client_scope_id);
create index client_scope_assignment_cascade on client_scope_assignment (client_scope_id);

create table realm_client_scope (
  realm_id text not null references realm (id) on delete cascade,
  client_scope_id text not null references client_scope (id) on delete cascade,
  is_default integer not null,
  primary key (realm_id, client_scope_id)
);
create index realm_client_scope_cascade on realm_client_scope (client_scope_id);

create table protocol_mapper (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  client_id text references client (id) on delete cascade,
  client_scope_id text references client_scope (id) on delete cascade,
  name text not null,
  protocol text not null,
  mapper text not null,
  config text not null
);
create index protocol_mapper_client on protocol_mapper (realm_id, client_id);
create index protocol_mapper_scope on protocol_mapper (realm_id, client_scope_id);
create unique index protocol_mapper_client_name on protocol_mapper (client_id, protocol, name);
create unique index protocol_mapper_scope_name on protocol_mapper (client_scope_id, protocol, name);

create table role (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  client_id text references client (id) on delete cascade,
  container_id text not null,
  name text not null,
  name_key text not null,
  description text,
  attributes text not null,
  created_at bigint not null
);
create unique index role_name on role (realm_id, container_id, name);
create index role_name_key on role (realm_id, container_id, name_key);
create index role_cascade on role (client_id);

create table role_composite (
  realm_id text not null references realm (id) on delete cascade,
  parent_id text not null references role (id) on delete cascade,
  child_id text not null references role (id) on delete cascade,
  primary key (parent_id, child_id)
);
create index role_composite_realm on role_composite (realm_id);
create index role_composite_child on role_composite (child_id);

create table scope_mapping (
  realm_id text not null references realm (id) on delete cascade,
  container_id text not null,
  role_id text not null references role (id) on delete cascade,
  primary key (container_id, role_id)
);
create index scope_mapping_realm on scope_mapping (realm_id, container_id);
create index scope_mapping_role on scope_mapping (role_id);

create table realm_group (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  parent_id text references realm_group (id) on delete cascade,
  parent_key text not null,
  name text not null,
  name_key text not null,
  description text,
  attributes text not null,
  created_at bigint not null
);
create unique index realm_group_name on realm_group (realm_id, parent_key, name);
create index realm_group_name_key on realm_group (realm_id, name_key);
create index realm_group_parent on realm_group (parent_id);

create table group_role (
  realm_id text not null references realm (id) on delete cascade,
  group_id text not null references realm_group (id) on delete cascade,
  role_id text not null references role (id) on delete cascade,
  valid_from bigint,
  valid_to bigint,
  primary key (group_id, role_id)
);
create index group_role_realm on group_role (realm_id, role_id);
create index group_role_role on group_role (role_id);

create table default_group (
  realm_id text not null references realm (id) on delete cascade,
  group_id text not null references realm_group (id) on delete cascade,
  primary key (realm_id, group_id)
);

create table authentication_flow (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  alias text not null,
  description text,
  provider_id text not null,
  top_level integer not null,
  built_in integer not null
);
create unique index authentication_flow_alias on authentication_flow (realm_id, alias);

create table authenticator_config (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  alias text not null,
  config text not null
);
create index authenticator_config_realm on authenticator_config (realm_id);

create table authentication_execution (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  flow_id text not null references authentication_flow (id) on delete cascade,
  authenticator text,
  sub_flow_id text references authentication_flow (id) on delete cascade,
  requirement text not null,
  priority integer not null,
  config_id text references authenticator_config (id) on delete set null
);
create index authentication_execution_flow on authentication_execution (realm_id, flow_id);
create index authentication_execution_cascade on authentication_execution (flow_id);
create index authentication_execution_sub_flow on authentication_execution (sub_flow_id);
create index authentication_execution_config on authentication_execution (config_id);

create table required_action (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  alias text not null,
  provider_id text not null,
  name text not null,
  enabled integer not null,
  default_action integer not null,
  priority integer not null,
  config text not null
);
create unique index required_action_alias on required_action (realm_id, alias);
`,
    ),
}
