import * as z from 'zod'
import { endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { ignoredBody, multiAttributes, queryText, requestBody } from './admin-schemas.ts'
import { GroupRepresentation } from './group-representation.ts'
import { manageRealm, manageUsers, queryUsers, viewRealm, viewUsers } from './permissions.ts'
import { UserSessionRepresentation } from './session-representation.ts'
import { UserProfileConfig } from './user-profile-config.ts'
import { CredentialRepresentation, UserProfileMetadata, UserRepresentation } from './user-representation.ts'

export { CredentialRepresentation, UserProfileMetadata, UserRepresentation } from './user-representation.ts'

/** What a search for users may name; all given conditions hold at once. */
const userFilter = {
  /** Part of username, e-mail or names; `"quoted"` is exact; `id:` followed by ids separated by blanks. */
  search: queryText.optional(),
  username: queryText.optional(),
  email: queryText.optional(),
  firstName: queryText.optional(),
  lastName: queryText.optional(),
  emailVerified: queryBoolean.optional(),
  enabled: queryBoolean.optional(),
  /** Linked to this identity provider. */
  idpAlias: queryText.optional(),
  /** Linked under this id at an identity provider. */
  idpUserId: queryText.optional(),
  /** Attributes as `name:value name2:"value two"`. */
  q: queryText.optional(),
}
const page = { first: queryInteger.optional(), max: queryInteger.optional() }
const groupQuery = { ...page, search: queryText.optional(), briefRepresentation: queryBoolean.optional() }

export const listUsers = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users',
  family: 'admin',
  tag: 'Users',
  summary: 'Search the users of a realm',
  query: { ...userFilter, ...page, exact: queryBoolean.optional(), briefRepresentation: queryBoolean.optional() },
  responses: { 200: z.array(UserRepresentation), ...adminErrors },
  permission: queryUsers,
})

export const countUsers = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/count',
  family: 'admin',
  tag: 'Users',
  summary: 'Count the users that a search finds',
  query: { ...userFilter, exact: queryBoolean.optional() },
  responses: { 200: z.number(), ...adminErrors },
  permission: queryUsers,
})

export const createUser = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/users',
  family: 'admin',
  tag: 'Users',
  summary: 'Create a user',
  body: requestBody(UserRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageUsers,
})

export const getUserProfileConfig = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/profile',
  family: 'admin',
  tag: 'Users',
  summary: 'Get the configuration of the user profile',
  responses: { 200: UserProfileConfig, ...adminErrors },
  permission: viewRealm,
})

export const updateUserProfileConfig = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/users/profile',
  family: 'admin',
  tag: 'Users',
  summary: 'Change the configuration of the user profile',
  body: requestBody(UserProfileConfig),
  responses: { 200: UserProfileConfig, ...adminErrors },
  permission: manageRealm,
})

export const getUserProfileMetadata = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/profile/metadata',
  family: 'admin',
  tag: 'Users',
  summary: 'Get what a form for users is built from',
  responses: { 200: UserProfileMetadata, ...adminErrors },
  permission: viewUsers,
})

export const getUser = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}',
  family: 'admin',
  tag: 'Users',
  summary: 'Get a user',
  query: { userProfileMetadata: queryBoolean.optional() },
  responses: { 200: UserRepresentation, ...adminErrors },
  permission: viewUsers,
})

export const updateUser = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/users/{id}',
  family: 'admin',
  tag: 'Users',
  summary: 'Change a user; what is left out stays',
  body: requestBody(UserRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageUsers,
})

export const deleteUser = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/users/{id}',
  family: 'admin',
  tag: 'Users',
  summary: 'Delete a user with everything that is theirs',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const resetUserPassword = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/users/{id}/reset-password',
  family: 'admin',
  tag: 'Users',
  summary: 'Set the password of a user',
  body: requestBody(CredentialRepresentation),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const listUserCredentials = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/credentials',
  family: 'admin',
  tag: 'Users',
  summary: 'List the credentials of a user, without their secrets',
  responses: { 200: z.array(CredentialRepresentation), ...adminErrors },
  permission: viewUsers,
})

export const deleteUserCredential = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/users/{id}/credentials/{credential}',
  family: 'admin',
  tag: 'Users',
  summary: 'Delete a credential of a user',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const labelUserCredential = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/users/{id}/credentials/{credential}/userLabel',
  family: 'admin',
  tag: 'Users',
  summary: 'Name a credential of a user; the body is the name as plain text',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  bodyLimit: 4096,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const moveUserCredentialFirst = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/users/{id}/credentials/{credential}/moveToFirst',
  family: 'admin',
  tag: 'Users',
  summary: 'Prefer a credential to all others of the user',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const moveUserCredentialAfter = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/users/{id}/credentials/{credential}/moveAfter/{previous}',
  family: 'admin',
  tag: 'Users',
  summary: 'Put a credential behind another one of the user',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const disableUserCredentialTypes = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/users/{id}/disable-credential-types',
  family: 'admin',
  tag: 'Users',
  summary: 'Disable credentials of the named types, where the storage that holds them can',
  body: requestBody(z.array(z.string().max(255)).max(100)),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const listUserStorageCredentialTypes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/configured-user-storage-credential-types',
  family: 'admin',
  tag: 'Users',
  summary: 'List the types of credentials that a user storage holds for a user',
  responses: { 200: z.array(z.string()), ...adminErrors },
  permission: viewUsers,
})

export const getUserUnmanagedAttributes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/unmanagedAttributes',
  family: 'admin',
  tag: 'Users',
  summary: 'Get the attributes that the user profile does not know',
  responses: { 200: multiAttributes, ...adminErrors },
  permission: viewUsers,
})

export const listUserSessions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/sessions',
  family: 'admin',
  tag: 'Users',
  summary: 'List the sessions of a user',
  responses: { 200: z.array(UserSessionRepresentation), ...adminErrors },
  permission: viewUsers,
})

export const logoutUser = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/users/{id}/logout',
  family: 'admin',
  tag: 'Users',
  summary: 'End all sessions of a user',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const listUserGroups = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/groups',
  family: 'admin',
  tag: 'Users',
  summary: 'List the groups of a user',
  query: groupQuery,
  responses: { 200: z.array(GroupRepresentation), ...adminErrors },
  permission: viewUsers,
})

export const countUserGroups = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/groups/count',
  family: 'admin',
  tag: 'Users',
  summary: 'Count the groups of a user',
  query: { search: queryText.optional() },
  responses: { 200: z.object({ count: z.number() }), ...adminErrors },
  permission: viewUsers,
})

export const joinUserGroup = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/users/{id}/groups/{group}',
  family: 'admin',
  tag: 'Users',
  summary: 'Put a user into a group',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const leaveUserGroup = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/users/{id}/groups/{group}',
  family: 'admin',
  tag: 'Users',
  summary: 'Take a user out of a group',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})
