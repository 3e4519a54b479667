import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Tokens name a session by its `sid`; offline access goes on under the `sid` of the session it was asked for in. */
export const offlineSessionMigration: Migration = {
  id: '0007-offline-session',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
alter table user_session add column sid text not null default '';
update user_session set sid = id;
create unique index user_session_offline on user_session (realm_id, sid) where offline = 1;
`,
    ),
}
