import { OAuthError } from '../../kernel/error.ts'

/** Keycloak's words for what is wrong with a client that is named by an address. */
export function refuseDocument(description: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_request', description, { event: 'invalid_request', cause })
}
