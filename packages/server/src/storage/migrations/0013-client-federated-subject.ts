import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Under which name an identity provider speaks of a client. */
export const clientFederatedSubjectMigration: Migration = {
  id: '0013-client-federated-subject',
  up: (db, dialect) =>
    runStatements(
      db,
      dialect,
      `
create table client_federated_subject (
  client_id text primary key references client (id) on delete cascade,
  realm_id text not null references realm (id) on delete cascade,
  subject text not null,
  identity_provider_alias text not null
);
create index client_federated_subject_name on client_federated_subject (realm_id, subject);
`,
    ),
}
