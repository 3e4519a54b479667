import type { Endpoint } from '@ztrust/contract/endpoint'

/**
 * An endpoint that takes and gives what `E` does, at any path below a realm: for code that serves the same endpoints of
 * several containers. With a union, an endpoint that is like one of its members.
 */
export type EndpointLike<E extends Endpoint> = Endpoint<
  E['params'],
  E['query'],
  E['body'],
  E['responses'],
  `${string}{realm}${string}`,
  E['family']
>
