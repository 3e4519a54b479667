import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody, requestBody } from './admin-schemas.ts'
import { manageClients } from './permissions.ts'
import { GlobalRequestResult } from './push-revocation.ts'

const tag = 'Clients'

export const addClientNode = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/nodes',
  family: 'admin',
  tag,
  summary: 'Register a node of a clustered application',
  body: requestBody(z.object({ node: z.string().max(255).optional() })),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeClientNode = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/nodes/{node}',
  family: 'admin',
  tag,
  summary: 'Forget a node of a clustered application',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const testClientNodes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/test-nodes-available',
  family: 'admin',
  tag,
  summary: 'Ask the nodes of a client whether they are there',
  responses: { 200: GlobalRequestResult, ...adminErrors },
  permission: manageClients,
})
