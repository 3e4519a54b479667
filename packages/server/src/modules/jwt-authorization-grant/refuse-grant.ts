import { OAuthError } from '../../kernel/error.ts'

/** RFC 7521, section 4.1.1; Keycloak's code for the event. */
export function refuseGrant(description: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_grant', description, { event: 'invalid_request', cause })
}
