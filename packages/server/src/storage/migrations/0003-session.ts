import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** What comes and goes: sessions, one-time objects, events, the outbox and jobs. */
export const sessionMigration: Migration = {
  id: '0003-session',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table authentication_session (
  id text not null,
  tab_id text not null,
  realm_id text not null references realm (id) on delete cascade,
  client_id text not null references client (id) on delete cascade,
  protocol text not null,
  redirect_uri text not null,
  user_id text references user_account (id) on delete cascade,
  state text not null,
  created_at bigint not null,
  updated_at bigint not null,
  expires_at bigint not null,
  primary key (id, tab_id)
);
create index authentication_session_expiry on authentication_session (expires_at);
create index authentication_session_user on authentication_session (user_id);
create index authentication_session_client on authentication_session (client_id);

create table user_session (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  user_id text not null references user_account (id) on delete cascade,
  offline integer not null,
  ip text not null,
  user_agent text not null,
  remember_me integer not null,
  authenticated_at bigint not null,
  started_at bigint not null,
  refreshed_at bigint not null,
  expires_at bigint not null,
  notes text not null
);
create index user_session_user on user_session (realm_id, user_id, started_at);
create index user_session_started on user_session (realm_id, started_at);
create index user_session_expiry on user_session (expires_at);

create table client_session (
  user_session_id text not null references user_session (id) on delete cascade,
  realm_id text not null references realm (id) on delete cascade,
  client_id text not null references client (id) on delete cascade,
  started_at bigint not null,
  refreshed_at bigint not null,
  refresh_token_id text,
  previous_refresh_token_id text,
  refresh_token_uses integer not null,
  scope text not null,
  redirect_uri text not null,
  notes text not null,
  primary key (user_session_id, client_id)
);
create index client_session_client on client_session (realm_id, client_id);
create index client_session_cascade on client_session (client_id);

create table single_use (
  realm_id text not null references realm (id) on delete cascade,
  kind text not null,
  key_hash text not null,
  payload text not null,
  used_at bigint,
  expires_at bigint not null,
  primary key (realm_id, kind, key_hash)
);
create index single_use_expiry on single_use (expires_at);

create table revoked_token (
  realm_id text not null references realm (id) on delete cascade,
  token_id text not null,
  expires_at bigint not null,
  primary key (realm_id, token_id)
);
create index revoked_token_expiry on revoked_token (expires_at);

create table user_event (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  time bigint not null,
  type text not null,
  error text,
  client_id text,
  user_id text,
  session_id text,
  ip text,
  details text not null,
  stored integer not null
);
create index user_event_time on user_event (realm_id, stored, time);
create index user_event_user on user_event (realm_id, user_id, time);
create index user_event_type on user_event (realm_id, type, time);
create index user_event_client on user_event (realm_id, client_id, time);

create table admin_event (
  id text primary key,
  realm_id text not null references realm (id) on delete cascade,
  time bigint not null,
  operation text not null,
  resource_type text not null,
  resource_path text not null,
  auth_realm_id text not null,
  auth_client_id text not null,
  auth_user_id text not null,
  auth_session_id text,
  ip text,
  representation text,
  error text,
  stored integer not null
);
create index admin_event_time on admin_event (realm_id, stored, time);
create index admin_event_resource on admin_event (realm_id, resource_type, time);
create index admin_event_user on admin_event (realm_id, auth_user_id, time);

create table outbox (
  id text primary key,
  realm_id text not null,
  topic text not null,
  listener text not null,
  payload text not null,
  created_at bigint not null,
  attempts integer not null,
  due_at bigint not null,
  leased_until bigint not null,
  state text not null,
  last_error text
);
create index outbox_due on outbox (state, due_at);

create table job (
  id text primary key,
  kind text not null,
  payload text not null,
  state text not null,
  due_at bigint not null,
  leased_until bigint not null,
  lease_owner text,
  attempts integer not null,
  last_error text,
  created_at bigint not null,
  finished_at bigint
);
create index job_due on job (state, due_at);
`,
    ),
}
