import * as z from 'zod'
import { anyContent, endpoint, noContent } from './endpoint.ts'
import { OAuthErrorResponse } from './oidc.ts'

/** What a device shows its user and polls with (RFC 8628, section 3.2). */
export const DeviceAuthorizationResponse = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  /** Seconds. */
  expires_in: z.number().int(),
  /** Seconds. */
  interval: z.number().int(),
})
export type DeviceAuthorizationResponse = z.infer<typeof DeviceAuthorizationResponse>

const tag = 'Device authorization'
const pages = { 200: anyContent, 302: noContent, 303: noContent, 400: anyContent, 429: anyContent }
/** No control characters: no code has them. */
const plain = z
  .string()
  .max(255)
  .regex(/^\P{Cc}*$/u)

export const authorizeDevice = endpoint({
  method: 'POST',
  path: '/realms/{realm}/protocol/openid-connect/auth/device',
  family: 'oauth',
  summary: 'Device authorization endpoint (RFC 8628)',
  tag,
  bodyKind: 'form',
  body: z.unknown(),
  responses: {
    200: DeviceAuthorizationResponse,
    400: OAuthErrorResponse,
    401: OAuthErrorResponse,
    403: OAuthErrorResponse,
  },
})

export const showDeviceVerification = endpoint({
  method: 'GET',
  path: '/realms/{realm}/device',
  family: 'page',
  summary: 'Asks for the code that a device shows',
  tag,
  query: { user_code: plain.optional() },
  responses: pages,
})

export const verifyDevice = endpoint({
  method: 'POST',
  path: '/realms/{realm}/device',
  family: 'page',
  summary: 'Takes the code that a device shows and starts a sign-in for it',
  tag,
  bodyKind: 'form',
  body: z.unknown(),
  responses: pages,
})

export const showDeviceStatus = endpoint({
  method: 'GET',
  path: '/realms/{realm}/device/status',
  family: 'page',
  summary: 'Tells how the sign-in for a device ended',
  tag,
  query: { error: plain.optional() },
  responses: pages,
})
