import * as z from 'zod'
import { endpoint } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody } from './admin-schemas.ts'

export const impersonateUser = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/users/{id}/impersonation',
  family: 'admin',
  tag: 'Users',
  summary: 'Sign this browser in as a user',
  body: ignoredBody,
  responses: {
    /** Where to go as that user, and whether the administrator was signed out by it. */
    200: z.object({ sameRealm: z.boolean(), redirect: z.string() }),
    ...adminErrors,
  },
  permission: ['impersonation'],
})
