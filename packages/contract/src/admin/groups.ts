import * as z from 'zod'
import { endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { ignoredBody, queryText, requestBody } from './admin-schemas.ts'
import { GroupInput, GroupRepresentation } from './group-representation.ts'
import { manageRealm, manageUsers, queryGroups, viewRealm, viewUsers } from './permissions.ts'
import { UserRepresentation } from './user-representation.ts'

export { GroupInput, GroupRepresentation } from './group-representation.ts'

const groupList = z.array(GroupRepresentation)
const listQuery = {
  search: queryText.optional(),
  exact: queryBoolean.optional(),
  /** Attributes as `name:value name2:"value two"`. */
  q: queryText.optional(),
  first: queryInteger.optional(),
  max: queryInteger.optional(),
  briefRepresentation: queryBoolean.optional(),
  populateHierarchy: queryBoolean.optional(),
  subGroupsCount: queryBoolean.optional(),
}

export const listGroups = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups',
  family: 'admin',
  tag: 'Groups',
  summary: 'List the top groups, or search the whole tree',
  query: listQuery,
  responses: { 200: groupList, ...adminErrors },
  permission: queryGroups,
})

export const countGroups = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/count',
  family: 'admin',
  tag: 'Groups',
  summary: 'Count the groups',
  query: { search: queryText.optional(), top: queryBoolean.optional() },
  responses: { 200: z.object({ count: z.number() }), ...adminErrors },
  permission: queryGroups,
})

export const createGroup = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/groups',
  family: 'admin',
  tag: 'Groups',
  summary: 'Create a top group, or move an existing one to the top',
  body: requestBody(GroupInput),
  responses: { 201: noContent, 204: noContent, ...adminErrors, ...conflictError },
  permission: manageUsers,
})

export const getGroup = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}',
  family: 'admin',
  tag: 'Groups',
  summary: 'Get a group',
  responses: { 200: GroupRepresentation, ...adminErrors },
  permission: queryGroups,
})

export const updateGroup = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/groups/{id}',
  family: 'admin',
  tag: 'Groups',
  summary: 'Change a group',
  body: requestBody(GroupInput),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageUsers,
})

export const deleteGroup = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/groups/{id}',
  family: 'admin',
  tag: 'Groups',
  summary: 'Delete a group with its subgroups',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const listChildGroups = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/children',
  family: 'admin',
  tag: 'Groups',
  summary: 'List the groups directly below a group',
  query: listQuery,
  responses: { 200: groupList, ...adminErrors },
  permission: queryGroups,
})

export const createChildGroup = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/groups/{id}/children',
  family: 'admin',
  tag: 'Groups',
  summary: 'Create a group below a group, or move an existing one there',
  body: requestBody(GroupInput),
  responses: { 201: GroupRepresentation, 204: noContent, ...adminErrors, ...conflictError },
  permission: manageUsers,
})

export const listGroupMembers = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/members',
  family: 'admin',
  tag: 'Groups',
  summary: 'List the users directly in a group',
  query: {
    first: queryInteger.optional(),
    max: queryInteger.optional(),
    briefRepresentation: queryBoolean.optional(),
  },
  responses: { 200: z.array(UserRepresentation), ...adminErrors },
  permission: viewUsers,
})

export const getGroupByPath = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/group-by-path/{path}',
  family: 'admin',
  tag: 'Groups',
  summary: 'Get a group by its path: /sales/north, slashes as they are or as %2F',
  params: { path: z.string().min(1).max(4000) },
  responses: { 200: GroupRepresentation, ...adminErrors },
  permission: queryGroups,
})

export const listDefaultGroups = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/default-groups',
  family: 'admin',
  tag: 'Groups',
  summary: 'List the groups that new users join',
  responses: { 200: groupList, ...adminErrors },
  permission: viewRealm,
})

export const addDefaultGroup = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/default-groups/{id}',
  family: 'admin',
  tag: 'Groups',
  summary: 'Make new users join a group',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const removeDefaultGroup = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/default-groups/{id}',
  family: 'admin',
  tag: 'Groups',
  summary: 'New users no longer join a group',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})
