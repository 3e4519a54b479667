import type { Log } from '../kernel/log.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { Caller, EndpointContext } from '../spi/request.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { type OriginHeaders, permitOrigins } from './cors.ts'
import type { HttpRequestFacts } from './request-facts.ts'

/** What a handler gets, while http/ finds out one thing after the other. */
export class HandledRequest implements EndpointContext {
  readonly server: ServerContext
  readonly request: HttpRequestFacts
  realm: RealmSnapshot | undefined = undefined
  caller: Caller | undefined = undefined
  /** What scripts of another origin are told; none while nobody asked. */
  originHeaders: OriginHeaders | undefined = undefined

  constructor(server: ServerContext, request: HttpRequestFacts) {
    this.server = server
    this.request = request
  }

  get log(): Log {
    return this.server.log.child({ requestId: this.request.id })
  }

  /** Bound: handlers take it out of the context. */
  readonly allowOrigins = (origins: readonly string[]): void => {
    this.originHeaders = permitOrigins(this.request.origin, origins)
  }

  admit(caller: Caller): void {
    this.caller = caller
    const origins = caller.claims['allowed-origins']
    if (Array.isArray(origins)) this.allowOrigins(origins.map(String))
  }
}
