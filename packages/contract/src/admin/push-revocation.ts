import * as z from 'zod'
import { endpoint } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody } from './admin-schemas.ts'
import { manageClients, manageRealm } from './permissions.ts'

/** Which clients took what they were told, by their admin URL; a list without entries is absent. */
export const GlobalRequestResult = z.object({
  successRequests: z.array(z.string()).optional(),
  failedRequests: z.array(z.string()).optional(),
})
export type GlobalRequestResult = z.output<typeof GlobalRequestResult>

export const pushRealmRevocation = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/push-revocation',
  family: 'admin',
  tag: 'Sessions',
  summary: 'Tell all clients with an admin URL from which moment on tokens count',
  body: ignoredBody,
  responses: { 200: GlobalRequestResult, ...adminErrors },
  permission: manageRealm,
})

export const pushClientRevocation = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/push-revocation',
  family: 'admin',
  tag: 'Sessions',
  summary: 'Tell a client from which moment on tokens count',
  body: ignoredBody,
  responses: { 200: GlobalRequestResult, ...adminErrors },
  permission: manageClients,
})
