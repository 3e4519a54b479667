import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { idText, ignoredBody, longText, requestBody } from './admin-schemas.ts'
import { manageRealm, viewRealm } from './permissions.ts'

const flows = '/admin/realms/{realm}/authentication/flows'
const common = { family: 'admin', tag: 'Authentication' } as const

export const AuthenticationFlowRepresentation = z.object({
  id: z.string(),
  alias: z.string(),
  description: z.string().optional(),
  providerId: z.string(),
  topLevel: z.boolean(),
  builtIn: z.boolean(),
  authenticationExecutions: z.array(
    z.object({
      authenticator: z.string().optional(),
      authenticatorConfig: z.string().optional(),
      authenticatorFlow: z.boolean(),
      /** The name that Keycloak once misspelt and keeps. */
      autheticatorFlow: z.boolean(),
      flowAlias: z.string().optional(),
      requirement: z.string(),
      priority: z.number(),
      userSetupAllowed: z.boolean(),
    }),
  ),
})
export type AuthenticationFlowRepresentation = z.output<typeof AuthenticationFlowRepresentation>

/** A flow as it is made or changed; its executions are added one by one. */
export const AuthenticationFlowInput = z.object({
  id: idText.optional(),
  alias: z.string().optional(),
  description: longText.optional(),
  providerId: z.enum(['basic-flow', 'client-flow', 'form-flow']).optional(),
  topLevel: z.boolean().optional(),
  builtIn: z.boolean().optional(),
})
export type AuthenticationFlowInput = z.output<typeof AuthenticationFlowInput>

export const listFlows = endpoint({
  ...common,
  method: 'GET',
  path: flows,
  summary: 'List the top authentication flows',
  responses: { 200: z.array(AuthenticationFlowRepresentation), ...adminErrors },
  permission: viewRealm,
})

export const createFlow = endpoint({
  ...common,
  method: 'POST',
  path: flows,
  summary: 'Create an authentication flow',
  body: requestBody(AuthenticationFlowInput),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})

export const getFlow = endpoint({
  ...common,
  method: 'GET',
  path: `${flows}/{id}`,
  summary: 'Get an authentication flow',
  responses: { 200: AuthenticationFlowRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const updateFlow = endpoint({
  ...common,
  method: 'PUT',
  path: `${flows}/{id}`,
  summary: 'Change an authentication flow',
  body: requestBody(AuthenticationFlowInput),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})

export const deleteFlow = endpoint({
  ...common,
  method: 'DELETE',
  path: `${flows}/{id}`,
  summary: 'Delete an authentication flow that is neither built in nor in use, with all that is in it',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const copyFlow = endpoint({
  ...common,
  method: 'POST',
  path: `${flows}/{alias}/copy`,
  summary: 'Copy an authentication flow with its sub-flows, executions and configurations',
  body: requestBody(z.object({ newName: z.string().optional() })),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})
