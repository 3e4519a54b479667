import * as z from 'zod'
import { anyContent, endpoint, noContent } from './endpoint.ts'

/**
 * The Self-Service Portal's API: Keycloak's account API, and ours below `/account/ztrust`. `permission` names roles of
 * the client `account`. Times are epoch seconds where Keycloak has seconds, and say so.
 */
const account = { family: 'account', tag: 'Account' } as const
const base = '/realms/{realm}/account'

export const UserProfileAttributeMetadata = z.object({
  name: z.string(),
  displayName: z.string().optional(),
  required: z.boolean(),
  readOnly: z.boolean(),
  annotations: z.record(z.string(), z.unknown()).optional(),
  validators: z.record(z.string(), z.record(z.string(), z.unknown())),
  group: z.string().optional(),
  multivalued: z.boolean(),
})

export const AccountRepresentation = z.object({
  id: z.string().optional(),
  username: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  emailVerified: z.boolean().optional(),
  attributes: z.record(z.string(), z.array(z.string())).optional(),
  userProfileMetadata: z
    .object({
      attributes: z.array(UserProfileAttributeMetadata),
      groups: z.array(
        z.object({ name: z.string(), displayHeader: z.string().optional(), displayDescription: z.string().optional() }),
      ),
    })
    .optional(),
})

export const getAccount = endpoint({
  ...account,
  method: 'GET',
  path: base,
  summary: 'The signed-in user',
  permission: ['manage-account', 'view-profile'],
  responses: { 200: AccountRepresentation },
})
export const updateAccount = endpoint({
  ...account,
  method: 'POST',
  path: base,
  summary: 'Change the own profile',
  permission: ['manage-account'],
  body: AccountRepresentation,
  responses: { 204: noContent },
})

export const AccountSessionRepresentation = z.object({
  id: z.string(),
  ipAddress: z.string(),
  /** Epoch seconds. */
  started: z.number(),
  lastAccess: z.number(),
  expires: z.number(),
  browser: z.string(),
  current: z.boolean().optional(),
  clients: z.array(
    z.object({
      clientId: z.string(),
      clientName: z.string(),
      userConsentRequired: z.boolean(),
      inUse: z.boolean(),
      offlineAccess: z.boolean(),
    }),
  ),
})

export const AccountDeviceRepresentation = z.object({
  id: z.string().optional(),
  ipAddress: z.string(),
  os: z.string(),
  osVersion: z.string(),
  browser: z.string(),
  device: z.string(),
  lastAccess: z.number(),
  current: z.boolean().optional(),
  mobile: z.boolean(),
  sessions: z.array(AccountSessionRepresentation),
})

export const listAccountSessions = endpoint({
  ...account,
  method: 'GET',
  path: `${base}/sessions`,
  summary: 'The own sessions',
  permission: ['manage-account', 'view-profile'],
  responses: { 200: z.array(AccountSessionRepresentation) },
})
export const listAccountDevices = endpoint({
  ...account,
  method: 'GET',
  path: `${base}/sessions/devices`,
  summary: 'The own sessions by device',
  permission: ['manage-account', 'view-profile'],
  responses: { 200: z.array(AccountDeviceRepresentation) },
})
export const endOtherAccountSessions = endpoint({
  ...account,
  method: 'DELETE',
  path: `${base}/sessions`,
  summary: 'Sign out everywhere, here too with current=true',
  permission: ['manage-account'],
  query: { current: z.enum(['true', 'false']).optional() },
  responses: { 204: noContent },
})
export const endAccountSession = endpoint({
  ...account,
  method: 'DELETE',
  path: `${base}/sessions/{sessionId}`,
  summary: 'Sign one session out',
  permission: ['manage-account'],
  responses: { 204: noContent },
})

export const AccountCredentialRepresentation = z.object({
  id: z.string(),
  type: z.string(),
  userLabel: z.string().optional(),
  /** Epoch milliseconds. */
  createdDate: z.number(),
  credentialData: z.string().optional(),
})

export const AccountCredentialContainer = z.object({
  type: z.string(),
  category: z.string(),
  displayName: z.string(),
  helptext: z.string(),
  iconCssClass: z.string().optional(),
  createAction: z.string().optional(),
  updateAction: z.string().optional(),
  removeable: z.boolean(),
  userCredentialMetadatas: z.array(z.object({ credential: AccountCredentialRepresentation })),
})

export const listAccountCredentials = endpoint({
  ...account,
  method: 'GET',
  path: `${base}/credentials`,
  summary: 'How the user signs in',
  permission: ['manage-account', 'view-profile'],
  responses: { 200: z.array(AccountCredentialContainer) },
})
export const removeAccountCredential = endpoint({
  ...account,
  method: 'DELETE',
  path: `${base}/credentials/{credentialId}`,
  summary: 'Remove a second factor',
  permission: ['manage-account'],
  responses: { 204: noContent },
})
export const renameAccountCredential = endpoint({
  ...account,
  method: 'PUT',
  path: `${base}/credentials/{credentialId}/label`,
  summary: 'Name a credential',
  permission: ['manage-account'],
  body: z.string().max(255),
  responses: { 204: noContent },
})

export const AccountApplicationRepresentation = z.object({
  clientId: z.string(),
  clientName: z.string().optional(),
  description: z.string().optional(),
  userConsentRequired: z.boolean(),
  inUse: z.boolean(),
  offlineAccess: z.boolean(),
  rootUrl: z.string().optional(),
  baseUrl: z.string().optional(),
  effectiveUrl: z.string().optional(),
  logoUri: z.string().optional(),
  policyUri: z.string().optional(),
  tosUri: z.string().optional(),
  consent: z
    .object({
      grantedScopes: z.array(z.object({ id: z.string(), name: z.string(), displayText: z.string().optional() })),
      /** Epoch milliseconds. */
      createdDate: z.number(),
      lastUpdatedDate: z.number(),
    })
    .optional(),
  /** Ours: roles the user holds for this application. */
  roles: z.array(z.object({ name: z.string(), description: z.string().optional() })).optional(),
})

export const listAccountApplications = endpoint({
  ...account,
  method: 'GET',
  path: `${base}/applications`,
  summary: 'The own applications',
  permission: ['view-applications', 'manage-account'],
  responses: { 200: z.array(AccountApplicationRepresentation) },
})
export const revokeAccountConsent = endpoint({
  ...account,
  method: 'DELETE',
  path: `${base}/applications/{clientId}/consent`,
  summary: 'Take back what an application was allowed',
  permission: ['manage-consent', 'manage-account'],
  responses: { 204: noContent },
})
export const listAccountGroups = endpoint({
  ...account,
  method: 'GET',
  path: `${base}/groups`,
  summary: 'The own groups',
  permission: ['view-groups', 'manage-account'],
  responses: { 200: z.array(z.object({ id: z.string(), name: z.string(), path: z.string() })) },
})
export const listAccountLocales = endpoint({
  ...account,
  method: 'GET',
  path: `${base}/supportedLocales`,
  summary: 'Languages of the realm',
  responses: { 200: z.array(z.string()) },
})

/** Ours: what the overview shows, in one request. */
export const AccountOverview = z.object({
  account: AccountRepresentation,
  /** Absent when there is no photo. */
  photoUrl: z.string().optional(),
  sessionCount: z.number(),
  applicationCount: z.number(),
  deviceCount: z.number(),
  primaryDevice: z.object({ id: z.string(), name: z.string(), model: z.string() }).optional(),
  hasPassword: z.boolean(),
  hasOtp: z.boolean(),
  /** Epoch milliseconds. */
  passwordChangedAt: z.number().optional(),
  lastLoginAt: z.number().optional(),
  createdAt: z.number(),
})
export const getAccountOverview = endpoint({
  ...account,
  method: 'GET',
  path: `${base}/ztrust/overview`,
  summary: 'What the overview shows',
  permission: ['manage-account', 'view-profile'],
  responses: { 200: AccountOverview },
})

/** Largest photo that may be sent, in bytes. */
export const photoLimit = 10 * 1024 * 1024
export const PhotoRepresentation = z.object({ photoUrl: z.string() })
export const uploadAccountPhoto = endpoint({
  ...account,
  method: 'PUT',
  path: `${base}/ztrust/photo`,
  summary: 'Set the own profile photo: PNG, JPEG or WebP',
  permission: ['manage-account'],
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  bodyLimit: photoLimit,
  responses: { 200: PhotoRepresentation },
})
export const removeAccountPhoto = endpoint({
  ...account,
  method: 'DELETE',
  path: `${base}/ztrust/photo`,
  summary: 'Remove the own profile photo',
  permission: ['manage-account'],
  responses: { 204: noContent },
})
/** Addresses of photos hold the content's ETag, so they are kept by browsers and change with the photo. */
export const getUserPhoto = endpoint({
  family: 'public',
  tag: 'Account',
  method: 'GET',
  path: '/realms/{realm}/users/{userId}/photo',
  summary: 'A profile photo',
  query: { v: z.string().max(100).optional() },
  responses: { 200: anyContent, 304: noContent, 404: anyContent },
})
