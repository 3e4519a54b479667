import * as z from 'zod'
import { endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError, InvalidRequestRepresentation } from './admin-errors.ts'
import { idText, ignoredBody, lineText, multiAttributes, queryText, requestBody } from './admin-schemas.ts'
import { GroupRepresentation } from './group-representation.ts'
import { MemberRepresentation } from './organizations.ts'
import { manageOrganizations, viewOrganizations } from './permissions.ts'

const groups = '/admin/realms/{realm}/organizations/{id}/groups'
const group = `${groups}/{groupId}` as const
const shared = { family: 'admin', tag: 'Organizations' } as const
const view = { ...shared, permission: viewOrganizations } as const
const manage = { ...shared, permission: manageOrganizations } as const
const errors = { ...adminErrors, 404: InvalidRequestRepresentation } as const
const paging = { first: queryInteger.optional(), max: queryInteger.optional() }
const brief = { briefRepresentation: queryBoolean.optional() }

/** What may be said about a group; everything else of the representation is passed over. */
export const OrganizationGroupInput = z.object({
  id: idText.optional(),
  name: lineText.optional(),
  attributes: multiAttributes.optional(),
})
export type OrganizationGroupInput = z.output<typeof OrganizationGroupInput>

export const listOrganizationGroups = endpoint({
  ...view,
  method: 'GET',
  path: groups,
  summary: 'List the groups of an organization at the top, or those at any depth that a search finds',
  query: { search: queryText.optional(), exact: queryBoolean.optional(), ...paging, ...brief },
  responses: { 200: z.array(GroupRepresentation), ...errors },
})

export const createOrganizationGroup = endpoint({
  ...manage,
  method: 'POST',
  path: groups,
  summary: 'Add a group at the top of an organization',
  body: requestBody(OrganizationGroupInput),
  responses: { 201: GroupRepresentation, ...errors, ...conflictError },
})

export const getOrganizationGroupByPath = endpoint({
  ...view,
  method: 'GET',
  path: `${groups}/group-by-path/{path}`,
  summary: 'Get a group of an organization by its path: sales/north',
  params: { path: z.string().min(1).max(4000) },
  responses: { 200: GroupRepresentation, ...errors },
})

export const getOrganizationGroup = endpoint({
  ...view,
  method: 'GET',
  path: group,
  summary: 'Read a group of an organization',
  responses: { 200: GroupRepresentation, ...errors },
})

export const updateOrganizationGroup = endpoint({
  ...manage,
  method: 'PUT',
  path: group,
  summary: 'Change a group of an organization',
  body: requestBody(OrganizationGroupInput),
  responses: { 204: noContent, ...errors, ...conflictError },
})

export const deleteOrganizationGroup = endpoint({
  ...manage,
  method: 'DELETE',
  path: group,
  summary: 'Remove a group of an organization with those below it',
  body: ignoredBody,
  responses: { 204: noContent, ...errors },
})

export const listOrganizationSubGroups = endpoint({
  ...view,
  method: 'GET',
  path: `${group}/children`,
  summary: 'List the groups right below a group of an organization',
  query: { search: queryText.optional(), exact: queryBoolean.optional(), ...paging, ...brief },
  responses: { 200: z.array(GroupRepresentation), ...errors },
})

export const createOrganizationSubGroup = endpoint({
  ...manage,
  method: 'POST',
  path: `${group}/children`,
  summary: 'Add a group below a group of an organization',
  body: requestBody(OrganizationGroupInput),
  responses: { 201: GroupRepresentation, ...errors, ...conflictError },
})

export const listOrganizationGroupMembers = endpoint({
  ...view,
  method: 'GET',
  path: `${group}/members`,
  summary: 'List the members of a group of an organization',
  query: { ...paging, ...brief },
  responses: { 200: z.array(MemberRepresentation), ...errors },
})

export const joinOrganizationGroup = endpoint({
  ...manage,
  method: 'PUT',
  path: `${group}/members/{userId}`,
  summary: 'Put a member of an organization into one of its groups',
  body: ignoredBody,
  responses: { 204: noContent, ...errors },
})

export const leaveOrganizationGroup = endpoint({
  ...manage,
  method: 'DELETE',
  path: `${group}/members/{userId}`,
  summary: 'Take a member of an organization out of one of its groups',
  body: ignoredBody,
  responses: { 204: noContent, ...errors },
})

export const listGroupsOfOrganizationMember = endpoint({
  ...view,
  method: 'GET',
  path: '/admin/realms/{realm}/organizations/{id}/members/{userId}/groups',
  summary: 'List the groups of an organization that a member is in',
  query: { ...paging, ...brief },
  responses: { 200: z.array(GroupRepresentation), ...errors },
})
