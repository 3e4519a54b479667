import * as z from 'zod'
import { endpoint } from './endpoint.ts'
import { OAuthErrorResponse } from './oidc.ts'

/** OpenID Connect CIBA Core 1.0, section 7.3. */
export const BackchannelAuthenticationResponse = z.object({
  auth_req_id: z.string(),
  /** Seconds. */
  expires_in: z.number().int(),
  /** Seconds. */
  interval: z.number().int().optional(),
})
export type BackchannelAuthenticationResponse = z.infer<typeof BackchannelAuthenticationResponse>

/** What an authentication entity answers for the user, as Keycloak's HTTP channel has it. */
export const AuthenticationAnswer = z.object({ status: z.string().optional() })
export type AuthenticationAnswer = z.infer<typeof AuthenticationAnswer>

const base = '/realms/{realm}/protocol/openid-connect/ext/ciba'
const tag = 'Backchannel authentication (CIBA)'
const errors = { 400: OAuthErrorResponse, 401: OAuthErrorResponse, 403: OAuthErrorResponse, 503: OAuthErrorResponse }

export const authenticateByBackchannel = endpoint({
  method: 'POST',
  path: `${base}/auth`,
  family: 'oauth',
  summary: 'Backchannel authentication endpoint: asks a user on a device of theirs',
  tag,
  bodyKind: 'form',
  body: z.unknown(),
  responses: { 200: BackchannelAuthenticationResponse, ...errors },
})

export const answerAuthentication = endpoint({
  method: 'POST',
  path: `${base}/auth/callback`,
  family: 'oauth',
  summary: 'The answer of the user, brought by the authentication channel',
  tag,
  body: AuthenticationAnswer.optional(),
  responses: { 200: z.object({}), ...errors },
})
