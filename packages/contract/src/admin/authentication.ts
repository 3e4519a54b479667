import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { lineText, requestBody, textConfig } from './admin-schemas.ts'
import { manageRealm, viewRealm, viewUsers } from './permissions.ts'

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

export const RequiredActionProviderRepresentation = z.object({
  alias: z.string().max(255).optional(),
  name: lineText.optional(),
  providerId: z.string().max(255).optional(),
  enabled: z.boolean().optional(),
  defaultAction: z.boolean().optional(),
  priority: z.number().int().min(0).max(1_000_000).optional(),
  config: textConfig.optional(),
})
export type RequiredActionProviderRepresentation = z.output<typeof RequiredActionProviderRepresentation>

export const listFlows = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/authentication/flows',
  family: 'admin',
  tag: 'Authentication',
  summary: 'List the top authentication flows',
  responses: { 200: z.array(AuthenticationFlowRepresentation), ...adminErrors },
  permission: viewRealm,
})

export const getFlow = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/authentication/flows/{id}',
  family: 'admin',
  tag: 'Authentication',
  summary: 'Get an authentication flow',
  responses: { 200: AuthenticationFlowRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const listFlowExecutions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/authentication/flows/{alias}/executions',
  family: 'admin',
  tag: 'Authentication',
  summary: 'List the executions of a flow with those of its sub-flows, from top to bottom',
  responses: { 200: z.array(AuthenticationExecutionInfoRepresentation), ...adminErrors },
  permission: viewRealm,
})

export const listRequiredActions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/authentication/required-actions',
  family: 'admin',
  tag: 'Authentication',
  summary: 'List the required actions of a realm',
  responses: { 200: z.array(RequiredActionProviderRepresentation), ...adminErrors },
  permission: [...viewRealm, ...viewUsers],
})

export const getRequiredAction = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/authentication/required-actions/{alias}',
  family: 'admin',
  tag: 'Authentication',
  summary: 'Get a required action',
  responses: { 200: RequiredActionProviderRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const updateRequiredAction = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/authentication/required-actions/{alias}',
  family: 'admin',
  tag: 'Authentication',
  summary: 'Change a required action',
  body: requestBody(RequiredActionProviderRepresentation),
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})
