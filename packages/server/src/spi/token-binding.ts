import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'

/** The claim `cnf` of a token (RFC 7800, section 3.1): thumbprints of what its holder must prove to have. */
export type Confirmation = Readonly<Record<string, string>>

export interface BindingContext {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly request: RequestFacts
}

/** An access token that somebody brings to a resource of ours. */
export interface Presentation extends BindingContext {
  /** The authorization scheme it came with; a token in a form counts as Bearer. */
  readonly scheme: 'Bearer' | 'DPoP'
  readonly token: string
  /** Thumbprint in the token under this binding's member; undefined when it is not bound this way. */
  readonly thumbprint: string | undefined
}

/** One way to bind tokens to who holds them, so that stolen ones are worth nothing. */
export interface TokenBinding {
  readonly id: string
  /** Member of `cnf`: `jkt` (RFC 9449, section 6.1), `x5t#S256` (RFC 8705, section 3.1). */
  readonly member: string
  /** What bound tokens are called, and presented as. */
  readonly tokenType: 'Bearer' | 'DPoP'
  /** Must tokens of this client be bound? */
  isRequired(client: ClientSnapshot): boolean
  /** Does the request bring a proof although nothing demands it? Cheap: asked of every token request. */
  isOffered(request: RequestFacts): boolean
  /** Are refresh tokens of this client bound too? Clients that prove who they are need not be. */
  bindsRefreshTokens(client: ClientSnapshot): boolean
  /** Thumbprint of what the request proves to hold. Throws an OAuthError when it does not. */
  prove(context: BindingContext): Promise<string>
  /** Throws `Unauthenticated` when the token may not be used by whoever brings it. Called for bound tokens, and others. */
  requireHolder(presentation: Presentation): Promise<void>
}

/** What a token request proved to hold; its tokens will be bound to it. */
export interface ProvenHolder {
  /** For access tokens. */
  readonly confirmation: Confirmation
  readonly tokenType: 'Bearer' | 'DPoP'
  /** For refresh tokens; absent when they are not bound. */
  readonly refreshConfirmation?: Confirmation
}
