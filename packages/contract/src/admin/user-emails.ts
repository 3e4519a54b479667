import * as z from 'zod'
import { endpoint, noContent, queryInteger } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody, queryText } from './admin-schemas.ts'
import { manageUsers } from './permissions.ts'

const query = {
  /** The application that the user is led back to; the account console unless told. */
  client_id: queryText.optional(),
  redirect_uri: z.string().max(4096).optional(),
  /** Seconds that the link is good. */
  lifespan: queryInteger.optional(),
}
const shared = {
  method: 'PUT',
  family: 'admin',
  tag: 'Users',
  query,
  permission: manageUsers,
  /** 500: the realm has no mail server to send by. */
  responses: { 204: noContent, ...adminErrors, 500: z.object({ errorMessage: z.string() }) },
} as const

export const executeActionsEmail = endpoint({
  ...shared,
  path: '/admin/realms/{realm}/users/{id}/execute-actions-email',
  summary: 'Mail a user a link to do what is asked, such as to choose a new password',
  body: z.array(z.string().max(255)).max(100).optional(),
})

export const sendVerifyEmail = endpoint({
  ...shared,
  path: '/admin/realms/{realm}/users/{id}/send-verify-email',
  summary: 'Mail a user a link that verifies their address',
  body: ignoredBody,
})

export const resetPasswordEmail = endpoint({
  ...shared,
  path: '/admin/realms/{realm}/users/{id}/reset-password-email',
  summary: 'Mail a user a link to choose a new password; execute-actions-email does the same',
  body: ignoredBody,
})
