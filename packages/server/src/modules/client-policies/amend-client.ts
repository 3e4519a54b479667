import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { OAuthError } from '../../kernel/error.ts'
import type {
  ClientDraft,
  ClientPolicyContext,
  ClientPolicyEffects,
  ClientPolicyHandler,
} from '../../spi/client-policy.ts'

/** What an executor does with a client that is being registered or changed. */
export type ClientReview = (draft: ClientDraft, context: ClientPolicyContext) => ClientPolicyEffects | undefined

/** The same review for new and for changed clients. */
export function onChange(review: ClientReview): { REGISTER: ClientPolicyHandler; UPDATE: ClientPolicyHandler } {
  const handle: ClientPolicyHandler = (context) => (context.draft ? review(context.draft, context) : undefined)
  return { REGISTER: handle, UPDATE: handle }
}

/** Adds to what the request says; attributes are added to its attributes. */
export function amend({ asked }: ClientDraft, change: ClientRepresentation): ClientPolicyEffects {
  const { attributes, ...rest } = change
  return {
    client: { ...asked, ...rest, ...(attributes ? { attributes: { ...asked.attributes, ...attributes } } : {}) },
  }
}

/** RFC 7591, section 3.2.2. */
export function invalidMetadata(description: string): OAuthError {
  return new OAuthError('invalid_client_metadata', description)
}

/** Keycloak's code for switches that stand wrong. */
export function invalidRegistration(description: string): OAuthError {
  return new OAuthError('invalid_registration', description)
}

export function invalidRequest(description: string): OAuthError {
  return new OAuthError('invalid_request', description)
}

/** One handler for several events. */
export function onEach<Event extends string>(
  events: readonly Event[],
  handle: ClientPolicyHandler,
): Record<Event, ClientPolicyHandler> {
  return Object.fromEntries(events.map((event) => [event, handle])) as Record<Event, ClientPolicyHandler>
}

/** Requests in which a client proves who it is to get tokens. */
export const tokenRequests = [
  'TOKEN_REQUEST',
  'TOKEN_REFRESH',
  'SERVICE_ACCOUNT_TOKEN_REQUEST',
  'RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST',
  'DEVICE_TOKEN_REQUEST',
  'BACKCHANNEL_TOKEN_REQUEST',
  'TOKEN_EXCHANGE_REQUEST',
  'JWT_AUTHORIZATION_GRANT',
] as const

/** All requests in which a client proves who it is. */
export const authenticatedRequests = [
  ...tokenRequests,
  'PUSHED_AUTHORIZATION_REQUEST',
  'BACKCHANNEL_AUTHENTICATION_REQUEST',
  'DEVICE_AUTHORIZATION_REQUEST',
  'TOKEN_INTROSPECT',
  'TOKEN_REVOKE',
] as const
