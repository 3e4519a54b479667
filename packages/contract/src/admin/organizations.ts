import * as z from 'zod'
import { endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError, InvalidRequestRepresentation } from './admin-errors.ts'
import { idText, ignoredBody, lineText, longText, multiAttributes, queryText, requestBody } from './admin-schemas.ts'
import { IdentityProviderRepresentation } from './identity-provider-representation.ts'
import { manageOrganizations, queryOrganizations, viewOrganizations } from './permissions.ts'
import { UserRepresentation } from './user-representation.ts'

const OrganizationDomainRepresentation = z.object({
  name: z.string().max(255).optional(),
  verified: z.boolean().optional(),
})

/** A company or the like whose people use the applications of the realm. */
export const OrganizationRepresentation = z.object({
  id: idText.optional(),
  name: lineText.optional(),
  /** Its name in scopes and tokens; never changes. */
  alias: lineText.optional(),
  enabled: z.boolean().optional(),
  description: longText.optional(),
  redirectUrl: longText.optional(),
  attributes: multiAttributes.optional(),
  domains: z.array(OrganizationDomainRepresentation).max(1000).optional(),
})
export type OrganizationRepresentation = z.output<typeof OrganizationRepresentation>

export const MemberRepresentation = UserRepresentation.extend({ membershipType: z.enum(['MANAGED', 'UNMANAGED']) })
export type MemberRepresentation = z.output<typeof MemberRepresentation>

const base = '/admin/realms/{realm}/organizations'
const one = `${base}/{id}` as const
const shared = { family: 'admin', tag: 'Organizations' } as const
const query = { ...shared, permission: queryOrganizations } as const
const view = { ...shared, permission: viewOrganizations } as const
const manage = { ...shared, permission: manageOrganizations } as const
/** Keycloak writes `errorMessage` where other resources write `error`. */
const errors = { ...adminErrors, 404: InvalidRequestRepresentation } as const

const search = { search: queryText.optional(), exact: queryBoolean.optional(), q: queryText.optional() }
const paging = { first: queryInteger.optional(), max: queryInteger.optional() }
const brief = { briefRepresentation: queryBoolean.optional() }

export const listOrganizations = endpoint({
  ...query,
  method: 'GET',
  path: base,
  summary: 'List the organizations of a realm',
  query: { ...search, ...paging, ...brief },
  responses: { 200: z.array(OrganizationRepresentation), ...errors },
})

export const countOrganizations = endpoint({
  ...query,
  method: 'GET',
  path: `${base}/count`,
  summary: 'Count the organizations of a realm',
  query: search,
  responses: { 200: z.number(), ...errors },
})

export const createOrganization = endpoint({
  ...manage,
  method: 'POST',
  path: base,
  summary: 'Add an organization',
  body: requestBody(OrganizationRepresentation.optional()),
  responses: { 201: noContent, ...errors, ...conflictError },
})

export const getOrganization = endpoint({
  ...view,
  method: 'GET',
  path: one,
  summary: 'Read an organization',
  responses: { 200: OrganizationRepresentation, ...errors },
})

export const updateOrganization = endpoint({
  ...manage,
  method: 'PUT',
  path: one,
  summary: 'Replace an organization; attributes stay when they are left out',
  body: requestBody(OrganizationRepresentation),
  responses: { 204: noContent, ...errors, ...conflictError },
})

export const deleteOrganization = endpoint({
  ...manage,
  method: 'DELETE',
  path: one,
  summary: 'Remove an organization, and the users that it brought',
  body: ignoredBody,
  responses: { 204: noContent, ...errors },
})

export const listOrganizationMembers = endpoint({
  ...view,
  method: 'GET',
  path: `${one}/members`,
  summary: 'List the members of an organization',
  query: {
    search: queryText.optional(),
    exact: queryBoolean.optional(),
    membershipType: z
      .string()
      .transform((text) => text.toUpperCase())
      .pipe(z.enum(['MANAGED', 'UNMANAGED']))
      .optional(),
    ...paging,
    ...brief,
  },
  responses: { 200: z.array(MemberRepresentation), ...errors },
})

export const countOrganizationMembers = endpoint({
  ...view,
  method: 'GET',
  path: `${one}/members/count`,
  summary: 'Count the members of an organization',
  responses: { 200: z.number(), ...errors },
})

/** The body is the user's id, as it is or as a JSON text. */
export const addOrganizationMember = endpoint({
  ...manage,
  method: 'POST',
  path: `${one}/members`,
  summary: 'Make a user of the realm a member of an organization',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  responses: { 201: noContent, ...errors, ...conflictError },
})

export const getOrganizationMember = endpoint({
  ...view,
  method: 'GET',
  path: `${one}/members/{userId}`,
  summary: 'Read a member of an organization',
  responses: { 200: MemberRepresentation, ...errors },
})

export const removeOrganizationMember = endpoint({
  ...manage,
  method: 'DELETE',
  path: `${one}/members/{userId}`,
  summary: 'End a membership; a managed member is removed from the realm',
  body: ignoredBody,
  responses: { 204: noContent, ...errors },
})

export const listOrganizationsOfMember = endpoint({
  ...view,
  method: 'GET',
  path: `${one}/members/{userId}/organizations`,
  summary: 'List the organizations of a member of this one',
  query: brief,
  responses: { 200: z.array(OrganizationRepresentation), ...errors },
})

export const listOrganizationsOfUser = endpoint({
  ...view,
  method: 'GET',
  path: `${base}/members/{userId}/organizations`,
  summary: 'List the organizations of a user',
  query: brief,
  responses: { 200: z.array(OrganizationRepresentation), ...errors },
})

export const listOrganizationProviders = endpoint({
  ...view,
  method: 'GET',
  path: `${one}/identity-providers`,
  summary: 'List the identity providers of an organization',
  responses: { 200: z.array(IdentityProviderRepresentation), ...errors },
})

/** The body is the alias, as it is or as a JSON text. */
export const linkOrganizationProvider = endpoint({
  ...manage,
  method: 'POST',
  path: `${one}/identity-providers`,
  summary: 'Give an identity provider of the realm to an organization',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  responses: { 204: noContent, ...errors, ...conflictError },
})

export const getOrganizationProvider = endpoint({
  ...view,
  method: 'GET',
  path: `${one}/identity-providers/{alias}`,
  summary: 'Read an identity provider of an organization',
  responses: { 200: IdentityProviderRepresentation, ...errors },
})

export const unlinkOrganizationProvider = endpoint({
  ...manage,
  method: 'DELETE',
  path: `${one}/identity-providers/{alias}`,
  summary: 'Take an identity provider from an organization; it stays in the realm',
  body: ignoredBody,
  responses: { 204: noContent, ...errors },
})

/** Somebody who was asked to join. Times are seconds. */
export const OrganizationInvitationRepresentation = z.object({
  id: z.string(),
  organizationId: z.string(),
  email: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  sentDate: z.number(),
  expiresAt: z.number(),
  status: z.enum(['PENDING', 'EXPIRED']),
})
export type OrganizationInvitationRepresentation = z.output<typeof OrganizationInvitationRepresentation>

const problem = z.object({ errorMessage: z.string() })
/** A form: `application/x-www-form-urlencoded`, or `multipart/form-data` as the admin client sends it. */
const invite = {
  ...manage,
  method: 'POST',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  bodyLimit: 65_536,
  responses: { 204: noContent, ...errors, ...conflictError, 500: problem, 501: problem },
} as const

export const inviteUser = endpoint({
  ...invite,
  path: `${one}/members/invite-user`,
  summary: 'Invite by mail: `email`, `firstName`, `lastName`',
})

export const inviteExistingUser = endpoint({
  ...invite,
  path: `${one}/members/invite-existing-user`,
  summary: 'Invite a user of the realm by mail: `id`',
})

export const listOrganizationInvitations = endpoint({
  ...manage,
  method: 'GET',
  path: `${one}/invitations`,
  summary: 'List the invitations of an organization',
  query: {
    search: queryText.optional(),
    email: queryText.optional(),
    firstName: queryText.optional(),
    lastName: queryText.optional(),
    status: z.enum(['PENDING', 'EXPIRED']).optional(),
    ...paging,
  },
  responses: { 200: z.array(OrganizationInvitationRepresentation), ...errors },
})

export const getOrganizationInvitation = endpoint({
  ...manage,
  method: 'GET',
  path: `${one}/invitations/{invitationId}`,
  summary: 'Read an invitation',
  responses: { 200: OrganizationInvitationRepresentation, ...errors },
})

export const resendOrganizationInvitation = endpoint({
  ...manage,
  method: 'POST',
  path: `${one}/invitations/{invitationId}/resend`,
  summary: 'Send an invitation again under a new id; the former link is worth nothing any more',
  body: ignoredBody,
  responses: { 204: noContent, ...errors, 500: problem, 501: problem },
})

export const deleteOrganizationInvitation = endpoint({
  ...manage,
  method: 'DELETE',
  path: `${one}/invitations/{invitationId}`,
  summary: 'Take an invitation back',
  body: ignoredBody,
  responses: { 204: noContent, ...errors },
})
