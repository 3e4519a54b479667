import type { TokenResponse } from '@ztrust/contract/oidc'
import type { RequestedKind } from './exchange-request.ts'

/** RFC 8693, section 2.2.1: whatever the token is, it is called `access_token`; what is none has the type `N_A`. */
export function shapeExchangeAnswer(answer: TokenResponse, requestedType: string, kind: RequestedKind): TokenResponse {
  const named = { ...answer, issued_token_type: requestedType }
  if (kind !== 'id') return named
  const { id_token: idToken, ...others } = named
  return idToken === undefined ? others : { ...others, access_token: idToken, token_type: 'N_A' }
}
