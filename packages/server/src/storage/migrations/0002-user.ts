import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Users and what belongs to them. `*_key` columns hold the compared form of a name (kernel/text `toKey`). */
export const userMigration: Migration = {
  id: '0002-user',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table user_account (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  username text not null,
  username_key text not null,
  email text,
  email_key text,
  email_verified integer not null,
  unique_email_key text,
  enabled integer not null,
  first_name text,
  first_name_key text,
  last_name text,
  last_name_key text,
  service_account_client_id text references client (id) on delete cascade,
  not_before bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  last_login_at bigint,
  last_login_ip text,
  last_activity_at bigint,
  password_changed_at bigint
);
create unique index user_account_username on user_account (realm_id, username_key);
create unique index user_account_unique_email on user_account (realm_id, unique_email_key);
create index user_account_email on user_account (realm_id, email_key);
create index user_account_first_name on user_account (realm_id, first_name_key);
create index user_account_last_name on user_account (realm_id, last_name_key);
create index user_account_last_login on user_account (realm_id, last_login_at);
create unique index user_account_service_account on user_account (service_account_client_id);

create table user_attribute (
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  name text not null,
  ordinal integer not null,
  value text not null,
  value_key text not null,
  primary key (user_id, name, ordinal)
);
create index user_attribute_value on user_attribute (realm_id, name, value_key);

create table user_required_action (
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  action text not null,
  primary key (user_id, action)
);

create table credential (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  type text not null,
  label text,
  credential_data text not null,
  secret_data text not null,
  priority integer not null,
  created_at bigint not null
);
create index credential_user on credential (realm_id, user_id, type);

create table user_role (
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  role_id text not null references role (id) on delete cascade,
  valid_from bigint,
  valid_to bigint,
  primary key (user_id, role_id)
);
create index user_role_role on user_role (realm_id, role_id, user_id);
create index user_role_cascade on user_role (role_id);

create table user_group (
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  group_id text not null references realm_group (id) on delete cascade,
  valid_from bigint,
  valid_to bigint,
  primary key (user_id, group_id)
);
create index user_group_group on user_group (realm_id, group_id, user_id);
create index user_group_cascade on user_group (group_id);

create table user_consent (
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  client_id text not null references client (id) on delete cascade,
  scopes text not null,
  created_at bigint not null,
  updated_at bigint not null,
  valid_from bigint,
  valid_to bigint,
  primary key (user_id, client_id)
);
create index user_consent_client on user_consent (client_id);

create table login_failure (
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  failures integer not null,
  temporary_lockouts integer not null,
  last_failure_at bigint not null,
  last_failure_ip text,
  locked_until bigint not null,
  primary key (realm_id, user_id)
);

create table user_photo (
  user_id text primary key references user_account (id) on delete cascade,
  realm_id text not null references realm (id) on delete cascade,
  media_type text not null,
  content {blob} not null,
  etag text not null,
  updated_at bigint not null
);

create table device (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  name text not null,
  model text not null,
  platform text not null,
  public_key text not null,
  is_primary integer not null,
  created_at bigint not null,
  last_used_at bigint,
  revoked_at bigint
);
create index device_user on device (realm_id, user_id);
create unique index device_primary on device (user_id) where is_primary = 1;

create table device_enrolment (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  token_hash text not null,
  state text not null,
  attempts integer not null,
  device_id text,
  created_at bigint not null,
  expires_at bigint not null
);
create unique index device_enrolment_token on device_enrolment (token_hash);
create index device_enrolment_user on device_enrolment (realm_id, user_id);
create index device_enrolment_expiry on device_enrolment (expires_at);
`,
    ),
}
