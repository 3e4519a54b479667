import type { Endpoint, EndpointRequest } from '@ztrust/contract/endpoint'
import type { Reply } from './reply.ts'
import type { CallerContext, EndpointContext, RealmContext } from './request.ts'

type FamilyOf<E extends Endpoint> = E['family']

/** The context that fits the endpoint: with a caller where the family demands one, with a realm where the path has one. */
export type ContextOf<E extends Endpoint> =
  FamilyOf<E> extends 'admin' | 'account' | 'device'
    ? E['path'] extends `${string}{realm}${string}`
      ? CallerContext
      : Omit<CallerContext, 'realm'>
    : E['path'] extends `${string}{realm}${string}`
      ? RealmContext
      : EndpointContext

export type EndpointHandler<E extends Endpoint> = (request: EndpointRequest<E>, context: ContextOf<E>) => Promise<Reply>

/** An endpoint with its code, as a module contributes it. */
export interface ImplementedEndpoint {
  readonly declaration: Endpoint
  readonly handle: (request: EndpointRequest<Endpoint>, context: EndpointContext) => Promise<Reply>
}

/** Binds a handler to its declaration; http/ guarantees what the context type promises. */
export function implement<E extends Endpoint>(declaration: E, handle: EndpointHandler<E>): ImplementedEndpoint {
  return { declaration, handle: handle as unknown as ImplementedEndpoint['handle'] }
}
