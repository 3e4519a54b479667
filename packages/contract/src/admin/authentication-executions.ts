import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { idText, ignoredBody, longText, requestBody } from './admin-schemas.ts'
import { manageRealm, viewRealm } from './permissions.ts'

const authentication = '/admin/realms/{realm}/authentication'
const common = { family: 'admin', tag: 'Authentication' } as const

const requirement = z.enum(['REQUIRED', 'ALTERNATIVE', 'CONDITIONAL', 'DISABLED'])
const priority = z.number().int().min(0).max(1_000_000)

/** An execution as one looks down the tree of a flow. */
export const AuthenticationExecutionInfoRepresentation = z.object({
  id: z.string(),
  requirement: z.string(),
  displayName: z.string(),
  alias: z.string().optional(),
  description: z.string().optional(),
  requirementChoices: z.array(z.string()),
  configurable: z.boolean(),
  authenticationFlow: z.boolean().optional(),
  providerId: z.string().optional(),
  authenticationConfig: z.string().optional(),
  flowId: z.string().optional(),
  level: z.number(),
  index: z.number(),
  priority: z.number(),
})
export type AuthenticationExecutionInfoRepresentation = z.output<typeof AuthenticationExecutionInfoRepresentation>

/** An execution by itself. */
export const AuthenticationExecutionRepresentation = z.object({
  authenticatorConfig: z.string().optional(),
  authenticator: z.string().optional(),
  authenticatorFlow: z.boolean(),
  requirement: z.string(),
  priority: z.number(),
  /** The name that Keycloak once misspelt and keeps. */
  autheticatorFlow: z.boolean(),
  id: z.string(),
  flowId: z.string().optional(),
  parentFlow: z.string(),
})
export type AuthenticationExecutionRepresentation = z.output<typeof AuthenticationExecutionRepresentation>

export const listFlowExecutions = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/flows/{alias}/executions`,
  summary: 'List the executions of a flow with those of its sub-flows, from top to bottom',
  responses: { 200: z.array(AuthenticationExecutionInfoRepresentation), ...adminErrors },
  permission: viewRealm,
})

export const updateFlowExecution = endpoint({
  ...common,
  method: 'PUT',
  path: `${authentication}/flows/{alias}/executions`,
  summary: 'Change the requirement and priority of an execution, and what a sub-flow is called',
  body: requestBody(
    z.object({
      id: idText.optional(),
      requirement: requirement.optional(),
      priority: priority.optional(),
      authenticationFlow: z.boolean().optional(),
      displayName: z.string().optional(),
      description: longText.optional(),
    }),
  ),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})

export const addFlowExecution = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/flows/{alias}/executions/execution`,
  summary: 'Add an authenticator, or a form action, to a flow',
  body: requestBody(z.object({ provider: idText.optional(), priority: priority.optional() })),
  responses: { 201: noContent, ...adminErrors },
  permission: manageRealm,
})

export const addSubFlow = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/flows/{alias}/executions/flow`,
  summary: 'Add a new sub-flow to a flow',
  body: requestBody(
    z.object({
      alias: z.string().optional(),
      type: z.enum(['basic-flow', 'form-flow']).optional(),
      description: longText.optional(),
      /** The authenticator that shows the page of a form; consoles send it empty where there is none. */
      provider: z.string().max(255).optional(),
      priority: priority.optional(),
    }),
  ),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})

export const createExecution = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/executions`,
  summary: 'Add an execution to the flow that it names',
  body: requestBody(
    z.object({
      authenticator: idText.optional(),
      parentFlow: idText.optional(),
      requirement: requirement.optional(),
      priority: priority.optional(),
    }),
  ),
  responses: { 201: noContent, ...adminErrors },
  permission: manageRealm,
})

export const getExecution = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/executions/{id}`,
  summary: 'Get an execution',
  responses: { 200: AuthenticationExecutionRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const deleteExecution = endpoint({
  ...common,
  method: 'DELETE',
  path: `${authentication}/executions/{id}`,
  summary: 'Delete an execution, with its configuration or its sub-flow',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const raiseExecutionPriority = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/executions/{id}/raise-priority`,
  summary: 'Move an execution up by one in its flow',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const lowerExecutionPriority = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/executions/{id}/lower-priority`,
  summary: 'Move an execution down by one in its flow',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})
