import type { Socket } from 'node:net'

/** A request the server makes of somebody else's server. */
export interface OutboundRequest {
  /** `http:` or `https:`, without user or password in it. */
  readonly url: string
  /** Default GET. */
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds for all of it, name lookup to last byte. Default 10,000. */
  readonly timeout?: number
  /** Bytes of body that are read at most. Default 1 MiB. */
  readonly maxBytes?: number
  /**
   * For GET: `use` takes what the HTTP cache holds while it is fresh (RFC 9111, section 4); `revalidate` asks the origin
   * in any case, and keeps its answer (section 5.2.1.4). Default: nothing is kept.
   */
  readonly cache?: 'use' | 'revalidate'
}

/** A connection for protocols other than HTTP: SMTP. */
export interface OutboundTarget {
  /** A name or an address. */
  readonly host: string
  readonly port: number
  /** Milliseconds until it stands, name lookup included. Default 10,000. */
  readonly timeout?: number
}

export interface OutboundResponse {
  readonly status: number
  /** Names in lower case; of several values of one name, the first. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Why there is no response: `invalid-address` no usable URL; `refused-address` it leads to an address the operator did
 * not allow; `unreachable` no connection, or it broke; `timeout`; `too-large` more than `maxBytes`.
 */
export type OutboundFailure = 'invalid-address' | 'refused-address' | 'unreachable' | 'timeout' | 'too-large'

/** The message is for logs and administrators; it names the host, never a query or a body. */
export class OutboundError extends Error {
  readonly failure: OutboundFailure

  constructor(failure: OutboundFailure, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'OutboundError'
    this.failure = failure
  }
}

/**
 * The one way to other servers (security.md: remote fetches). Private, loopback and otherwise special addresses are
 * refused unless `ZTRUST_OUTBOUND_ALLOW` lists them; the address that was checked is the one connected to; redirects
 * are answers like any other and never followed. Never call it inside a transaction.
 */
export interface OutboundClient {
  /** Answers with any status. Throws OutboundError when there is no answer. */
  fetch(request: OutboundRequest): Promise<OutboundResponse>
  /** An open TCP connection, which the caller closes and bounds in time. Throws OutboundError when there is none. */
  connect(target: OutboundTarget): Promise<Socket>
  /** Ends all connections of `fetch` at once. */
  close(): Promise<void>
}
