import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { idText, ignoredBody, lineText, requestBody, textConfig } from './admin-schemas.ts'
import { manageRealm, viewRealm, viewUsers } from './permissions.ts'
import { ConfigPropertyRepresentation } from './server-info.ts'

const authentication = '/admin/realms/{realm}/authentication'
const common = { family: 'admin', tag: 'Authentication' } as const

export const RequiredActionProviderRepresentation = z.object({
  alias: z.string().min(1).max(255).optional(),
  name: lineText.optional(),
  providerId: z.string().max(255).optional(),
  enabled: z.boolean().optional(),
  defaultAction: z.boolean().optional(),
  priority: z.number().int().min(0).max(1_000_000).optional(),
  config: textConfig.optional(),
})
export type RequiredActionProviderRepresentation = z.output<typeof RequiredActionProviderRepresentation>

const RequiredActionConfigRepresentation = z.object({ config: textConfig.optional() })

export const listRequiredActions = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/required-actions`,
  summary: 'List the required actions of a realm',
  responses: { 200: z.array(RequiredActionProviderRepresentation), ...adminErrors },
  permission: [...viewRealm, ...viewUsers],
})

export const getRequiredAction = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/required-actions/{alias}`,
  summary: 'Get a required action',
  responses: { 200: RequiredActionProviderRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const updateRequiredAction = endpoint({
  ...common,
  method: 'PUT',
  path: `${authentication}/required-actions/{alias}`,
  summary: 'Change a required action',
  body: requestBody(RequiredActionProviderRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})

export const deleteRequiredAction = endpoint({
  ...common,
  method: 'DELETE',
  path: `${authentication}/required-actions/{alias}`,
  summary: 'Take a required action away from a realm',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const raiseRequiredActionPriority = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/required-actions/{alias}/raise-priority`,
  summary: 'Move a required action up by one',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const lowerRequiredActionPriority = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/required-actions/{alias}/lower-priority`,
  summary: 'Move a required action down by one',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const describeRequiredActionConfig = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/required-actions/{alias}/config-description`,
  summary: 'Describe what can be configured of a required action',
  responses: { 200: z.object({ properties: z.array(ConfigPropertyRepresentation) }), ...adminErrors },
  permission: viewRealm,
})

export const getRequiredActionConfig = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/required-actions/{alias}/config`,
  summary: 'Get the configuration of a required action',
  responses: { 200: RequiredActionConfigRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const updateRequiredActionConfig = endpoint({
  ...common,
  method: 'PUT',
  path: `${authentication}/required-actions/{alias}/config`,
  summary: 'Change the configuration of a required action',
  body: requestBody(RequiredActionConfigRepresentation),
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const removeRequiredActionConfig = endpoint({
  ...common,
  method: 'DELETE',
  path: `${authentication}/required-actions/{alias}/config`,
  summary: 'Forget the configuration of a required action',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const listUnregisteredRequiredActions = endpoint({
  ...common,
  method: 'GET',
  path: `${authentication}/unregistered-required-actions`,
  summary: 'List the required actions of the server that a realm does not have',
  responses: { 200: z.array(z.object({ providerId: z.string(), name: z.string() })), ...adminErrors },
  permission: viewRealm,
})

export const listCredentialRegistrators = endpoint({
  ...common,
  method: 'GET',
  path: '/admin/realms/{realm}/credential-registrators',
  summary: 'List the required actions of a realm by which users get credentials',
  responses: { 200: z.array(z.string()), ...adminErrors },
  permission: viewRealm,
})

export const registerRequiredAction = endpoint({
  ...common,
  method: 'POST',
  path: `${authentication}/register-required-action`,
  summary: 'Give a realm a required action of the server',
  body: requestBody(z.object({ providerId: idText.optional(), name: lineText.optional() })),
  responses: {
    204: noContent,
    ...adminErrors,
    409: z.object({ error: z.string(), error_description: z.string() }),
  },
  permission: manageRealm,
})
