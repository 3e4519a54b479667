import type { Migrations } from '../migrate.ts'
import { realmMigration } from './0001-realm.ts'
import { userMigration } from './0002-user.ts'
import { sessionMigration } from './0003-session.ts'
import { deviceRevocationMigration } from './0004-device-revocation.ts'
import { attemptMigration } from './0005-attempt.ts'
import { clientRegistrationMigration } from './0006-client-registration.ts'
import { offlineSessionMigration } from './0007-offline-session.ts'
import { rotatedClientSecretMigration } from './0008-rotated-client-secret.ts'
import { componentDueMigration } from './0009-component-due.ts'
import { identityProviderMigration } from './0010-identity-provider.ts'
import { identityProviderSettingsMigration } from './0011-identity-provider-settings.ts'
import { organizationMigration } from './0012-organization.ts'
import { clientFederatedSubjectMigration } from './0013-client-federated-subject.ts'
import { userImportMigration } from './0014-user-import.ts'
import { organizationGroupMigration } from './0015-organization-group.ts'

/** The one linear list. Only ever append. */
export const migrations: Migrations = [
  realmMigration,
  userMigration,
  sessionMigration,
  deviceRevocationMigration,
  attemptMigration,
  clientRegistrationMigration,
  offlineSessionMigration,
  rotatedClientSecretMigration,
  componentDueMigration,
  identityProviderMigration,
  identityProviderSettingsMigration,
  organizationMigration,
  clientFederatedSubjectMigration,
  userImportMigration,
  organizationGroupMigration,
]
