import type { X509Certificate } from 'node:crypto'
import type { Log } from '../kernel/log.ts'
import type { Device } from '../model/device/device.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { ServerContext } from './server-context.ts'

/** The facts of one HTTP request that modules may see. */
export interface RequestFacts {
  readonly id: string
  readonly method: string
  /** Path and query as asked for. */
  readonly url: string
  /** Address of the client; a trusted proxy's forwarded address where configured. */
  readonly ip: string
  readonly userAgent: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly cookies: Readonly<Record<string, string | undefined>>
  /** The Origin header of a cross-origin request. */
  readonly origin?: string | undefined
  /** Every value of every body parameter of a form post, so that duplicates can be refused (RFC 6749, section 3.1). */
  readonly form?: URLSearchParams | undefined
  /** The body as it came, for signatures over it. */
  readonly rawBody?: Buffer | undefined
  readonly clientCertificate?: ClientCertificate | undefined
}

/** A certificate whose key the client holds, as TLS has shown to us, or to a trusted proxy that passes it on. */
export interface ClientCertificate {
  /** Enough to bind tokens to (RFC 8705, section 3), whoever issued it. */
  readonly certificate: X509Certificate
  /**
   * Who vouches for it: its issuer first, an authority of the trust store last, none when it stands there itself.
   * Undefined when nobody does now: then it proves no client (section 2.1).
   */
  findTrustedIssuers(): readonly X509Certificate[] | undefined
}

/** Who makes a request of the admin, account or device family; the family's pipeline has checked it. */
export interface Caller {
  /** The realm the caller signed in to; for the admin family it may differ from the realm acted upon. */
  readonly realm: RealmSnapshot
  readonly user: User
  readonly client: ClientSnapshot
  readonly sessionId?: string
  /** When the user last proved who they are, epoch milliseconds. */
  readonly authenticatedAt?: number
  /** Claims of the access token. */
  readonly claims: Readonly<Record<string, unknown>>
  /** Set in the device family. */
  readonly device?: Device
  /** Does the caller hold one of these management roles for the realm acted upon? (admin family) */
  can(...permissions: readonly string[]): boolean
}

/** What every handler gets besides the validated parameters. */
export interface EndpointContext {
  readonly server: ServerContext
  readonly request: RequestFacts
  readonly log: Log
  /** The realm named in the path, when the path names one and it exists and is enabled (or the caller may see it). */
  readonly realm?: RealmSnapshot | undefined
  readonly caller?: Caller | undefined
  /**
   * Lets scripts of these origins read the answer, errors included (`*` for documents open to all). The oauth family
   * calls it with the client's web origins as soon as the client is known; http/ does it for the other families.
   */
  allowOrigins(origins: readonly string[]): void
}

/** For handlers whose path names a realm: http/ has answered 404 already when there is none. */
export interface RealmContext extends EndpointContext {
  readonly realm: RealmSnapshot
}

/** For the admin, account and device families: http/ has answered 401 already when nobody is signed in. */
export interface CallerContext extends RealmContext {
  readonly caller: Caller
}
