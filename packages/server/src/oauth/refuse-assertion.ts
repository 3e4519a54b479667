import { OAuthError, type OAuthErrorOptions } from '../kernel/error.ts'

/** As Keycloak refuses assertions: 400, and what is wrong with it in words. */
export function refuseAssertion(
  description: string,
  { code = 'invalid_client', ...options }: OAuthErrorOptions & { readonly code?: string } = {},
): OAuthError {
  return new OAuthError(code, description, { status: 400, event: 'invalid_client_credentials', ...options })
}
