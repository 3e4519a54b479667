/**
 * The Admin REST API under Keycloak's paths, one folder for each kind of thing. Every operation asks the realm's management
 * roles first (http/), looks for what it is about in the realm of its path only, and records each change as an admin event
 * in the change's own transaction. Nobody hands on management rights that they do not hold: `require-grantable.ts`.
 */

import { defineModule } from '../../spi/module.ts'
import { adminEndpoints } from './admin-endpoints.ts'
import { userImportJobs } from './user-imports/user-import-jobs.ts'

export const adminRestModule = defineModule({ id: 'admin-rest', endpoints: adminEndpoints, jobs: userImportJobs })
