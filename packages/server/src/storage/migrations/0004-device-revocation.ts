import type { Migration } from '../migrate.ts'
import { runStatements } from './run-statements.ts'

/** Who removed a phone, so that the phone can say so. */
export const deviceRevocationMigration: Migration = {
  id: '0004-device-revocation',
  up: (db, dialect) => runStatements(db, dialect, 'alter table device add column revoked_by text;'),
}
