import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ConfigProperty } from './config-property.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'

export interface ClientAuthenticationContext {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly request: RequestFacts
  readonly parameters: Readonly<Record<string, string>>
}

/** A proof that was found good. */
export interface ClientProof {
  /** What the event keeps of it, under Keycloak's names (`client_assertion_id`). */
  readonly eventDetails?: Readonly<Record<string, string>>
}

/** One way for clients to prove who they are, under Keycloak's id (`client-secret`). */
export interface ClientAuthenticator {
  readonly id: string
  readonly displayName: string
  readonly helpText: string
  /** Does a client have a secret for it? No unless told. */
  readonly supportsSecret?: boolean
  /** What a client that uses it is configured with. */
  readonly clientConfig?: readonly ConfigProperty[]
  /** Names in discovery: `client_secret_basic`, `client_secret_post`. */
  readonly methods: readonly string[]
  /** False where the server cannot see such proofs; then discovery names no method. Always true unless told. */
  isAvailable?(server: ServerContext): boolean
  /** The name of the client that a proof of this kind in the request speaks of; undefined when it names none. */
  identify(context: ClientAuthenticationContext): Promise<string | undefined> | string | undefined
  /**
   * Undefined when the request does not prove, in this way, that it comes from this client. Throws OAuthError where
   * Keycloak says more. Asked only when it is the way the client is registered for. Constant time.
   */
  verify(client: ClientSnapshot, context: ClientAuthenticationContext): Promise<ClientProof | undefined>
}
