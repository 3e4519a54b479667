import type { ClientSnapshot, RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { RequestObject } from '../../oauth/open-request-object.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import type { RequestFacts } from '../../spi/request.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { parseResponseMode, type ResponseMode } from './response-mode.ts'
import { isFrontChannel, parseResponseType } from './response-type.ts'

/** A request of the authorization endpoint whose client and address are known to be good. */
export interface AuthorizationRequest {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly request: RequestFacts
  readonly client: ClientSnapshot
  readonly redirectUri: string
  /** The request did not name it. */
  readonly isRedirectImplied: boolean
  readonly parameters: Parameters['values']
  readonly duplicates: Parameters['duplicates']
  /** The request object that the parameters came in (RFC 9101). */
  readonly requestObject?: RequestObject
  /** Is it for somebody who has no account yet (`prompt=create`)? */
  readonly registers?: boolean
  /** Did the client itself bring the parameters (RFC 9126)? */
  readonly isPushed: boolean
  /** The `request_uri` of a pushed request that a browser brought. */
  readonly pushedAs?: string
  /** The `response_type` beside a pushed request. */
  readonly askedResponseType?: string
}

/** How errors and answers travel: as asked, else by the response type (OAuth 2.0 Multiple Response Types, section 2.1). */
export function chooseResponseMode({
  parameters,
  duplicates,
}: Pick<AuthorizationRequest, 'parameters' | 'duplicates'>): ResponseMode {
  const type = parseResponseType(parameters['response_type'] ?? '')
  const byDefault = type && isFrontChannel(type) ? 'fragment' : 'query'
  const asked = duplicates.has('response_mode') ? undefined : parameters['response_mode']
  return (asked === undefined ? undefined : parseResponseMode(asked, byDefault)) ?? byDefault
}

/** Values of `prompt`, in the order given. */
export function readPrompts(text: string | undefined): readonly string[] {
  return (text ?? '').split(' ').filter((prompt) => prompt !== '')
}
