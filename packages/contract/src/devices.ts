import * as z from 'zod'
import { endpoint, noContent } from './endpoint.ts'

/** The authenticator: the portal invites and lists, the phone enrols and manages itself. */
export const DeviceRepresentation = z.object({
  id: z.string(),
  name: z.string(),
  model: z.string(),
  platform: z.string(),
  isPrimary: z.boolean(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  lastUsedAt: z.number().optional(),
})

const portal = { family: 'account', tag: 'Account: devices' } as const
const own = '/realms/{realm}/account/ztrust/devices'

export const listOwnDevices = endpoint({
  ...portal,
  method: 'GET',
  path: own,
  summary: 'The own phones with the authenticator',
  permission: ['manage-account', 'view-profile'],
  responses: { 200: z.array(DeviceRepresentation) },
})

/** The sign-in is too old for a dangerous step: sign in again first. */
export const ReauthenticationRequired = z.object({
  error: z.literal('reauthentication_required'),
  error_description: z.string(),
})
export const removeOwnDevice = endpoint({
  ...portal,
  method: 'DELETE',
  path: `${own}/{deviceId}`,
  summary: 'Remove a phone; needs a sign-in of the last five minutes',
  permission: ['manage-account'],
  responses: { 204: noContent, 403: ReauthenticationRequired },
})
export const renameOwnDevice = endpoint({
  ...portal,
  method: 'PUT',
  path: `${own}/{deviceId}`,
  summary: 'Name a phone',
  permission: ['manage-account'],
  body: z.object({ name: z.string().min(1).max(100) }),
  responses: { 204: noContent },
})

export const EnrolmentInvitation = z.object({
  id: z.string(),
  /** What the QR code shows: address of the authenticator with server, realm and one-time token in the fragment. */
  link: z.string(),
  /** Address of the app, for people to type. */
  appUrl: z.string(),
  expiresAt: z.number(),
})
export const EnrolmentStatus = z.object({
  id: z.string(),
  state: z.enum(['pending', 'scanned', 'confirmed', 'failed', 'expired']),
  expiresAt: z.number(),
  device: DeviceRepresentation.optional(),
})
export const inviteDevice = endpoint({
  ...portal,
  method: 'POST',
  path: '/realms/{realm}/account/ztrust/device-enrolments',
  summary: 'Invite a phone by QR code',
  permission: ['manage-account'],
  responses: { 201: EnrolmentInvitation },
})
export const getEnrolment = endpoint({
  ...portal,
  method: 'GET',
  path: '/realms/{realm}/account/ztrust/device-enrolments/{enrolmentId}',
  summary: 'How far an invitation is',
  permission: ['manage-account'],
  responses: { 200: EnrolmentStatus },
})
export const cancelEnrolment = endpoint({
  ...portal,
  method: 'DELETE',
  path: '/realms/{realm}/account/ztrust/device-enrolments/{enrolmentId}',
  summary: 'Take an invitation back',
  permission: ['manage-account'],
  responses: { 204: noContent },
})

const phone = { family: 'device', tag: 'Authenticator' } as const
const base = '/realms/{realm}/ztrust/authenticator'
const token = z.string().min(20).max(200)

/** Why an invitation cannot be used any more: too late, somebody enrolled a phone with it, too many wrong credentials. */
export const enrolmentRefusals = ['enrolment_expired', 'enrolment_used', 'enrolment_failed'] as const
export const EnrolmentRefusal = z.object({ error: z.enum(enrolmentRefusals), error_description: z.string() })

/** Why a rightly signed request is refused all the same. */
export const deviceRefusals = [
  'removed_by_user',
  'removed_by_administrator',
  'removed_by_device',
  'account_disabled',
] as const
export const DeviceRefusal = z.object({ error: z.string(), error_description: z.string().optional() })

/** No permission named: called before there is a device, with the one-time token. */
export const scanEnrolment = endpoint({
  ...phone,
  method: 'POST',
  path: `${base}/enrolments/scan`,
  summary: 'What a scanned code is for',
  body: z.object({ token }),
  responses: {
    200: z.object({
      realm: z.string(),
      realmDisplayName: z.string(),
      username: z.string(),
      displayName: z.string(),
      expiresAt: z.number(),
    }),
    410: EnrolmentRefusal,
  },
})

/** Wrong credentials; after the last attempt the invitation is worthless. */
export const CredentialsRefusal = z.object({
  error: z.enum(['invalid_grant', 'otp_required']),
  error_description: z.string(),
  attempts_left: z.number(),
})
export const confirmEnrolment = endpoint({
  ...phone,
  method: 'POST',
  path: `${base}/enrolments/confirm`,
  summary: 'Prove the account and register the device key',
  body: z.object({
    token,
    username: z.string().max(255),
    password: z.string().max(4096),
    /** Needed when the account has a second factor. */
    otp: z.string().max(16).optional(),
    name: z.string().min(1).max(100),
    model: z.string().max(100),
    platform: z.string().max(100),
    publicKey: z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string().max(64),
      y: z.string().max(64),
    }),
    /** Signature over `enrolment`, realm and token by the new key: it is really held. */
    proof: z.string().max(128),
  }),
  responses: {
    201: z.object({
      device: DeviceRepresentation,
      username: z.string(),
      displayName: z.string(),
      realmDisplayName: z.string(),
    }),
    401: CredentialsRefusal,
    410: EnrolmentRefusal,
  },
})

/** Signed by the device key; see `deviceRequestMessage`. */
export const getOwnDevice = endpoint({
  ...phone,
  method: 'GET',
  path: `${base}/device`,
  summary: 'The account and state of this phone',
  permission: ['device'],
  responses: {
    200: z.object({
      device: DeviceRepresentation,
      username: z.string(),
      displayName: z.string(),
      realmDisplayName: z.string(),
      photoUrl: z.string().optional(),
    }),
    401: DeviceRefusal,
  },
})
export const updateOwnDevice = endpoint({
  ...phone,
  method: 'PUT',
  path: `${base}/device`,
  summary: 'Name this phone, make it primary or not',
  permission: ['device'],
  body: z.object({ name: z.string().min(1).max(100).optional(), isPrimary: z.boolean().optional() }),
  responses: { 200: DeviceRepresentation, 401: DeviceRefusal },
})
export const removeThisDevice = endpoint({
  ...phone,
  method: 'DELETE',
  path: `${base}/device`,
  summary: 'Remove this phone from its account',
  permission: ['device'],
  responses: { 204: noContent, 401: DeviceRefusal },
})

const admin = { family: 'admin', tag: 'ZTrust: devices' } as const
const ofUser = '/admin/realms/{realm}/ztrust/users/{userId}/devices'
export const listUserDevices = endpoint({
  ...admin,
  method: 'GET',
  path: ofUser,
  summary: 'Phones of a user',
  permission: ['view-users', 'manage-users'],
  responses: { 200: z.array(DeviceRepresentation) },
})
export const renameUserDevice = endpoint({
  ...admin,
  method: 'PUT',
  path: `${ofUser}/{deviceId}`,
  summary: 'Name a phone of a user',
  permission: ['manage-users'],
  body: z.object({ name: z.string().min(1).max(100) }),
  responses: { 204: noContent },
})
export const removeUserDevice = endpoint({
  ...admin,
  method: 'DELETE',
  path: `${ofUser}/{deviceId}`,
  summary: 'Remove a phone of a user',
  permission: ['manage-users'],
  responses: { 204: noContent },
})
