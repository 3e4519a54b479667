import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'

export interface ClientAuthenticationContext {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly request: RequestFacts
  readonly parameters: Readonly<Record<string, string>>
}

/** One way for clients to prove who they are, under Keycloak's id (`client-secret`). */
export interface ClientAuthenticator {
  readonly id: string
  readonly displayName: string
  /** Names in discovery: `client_secret_basic`, `client_secret_post`. */
  readonly methods: readonly string[]
  /** The client's name when the request uses this way; undefined when it does not. */
  identify(context: ClientAuthenticationContext): string | undefined
  /** True when the proof is good. Constant time. */
  verify(client: ClientSnapshot, context: ClientAuthenticationContext): Promise<boolean>
}
