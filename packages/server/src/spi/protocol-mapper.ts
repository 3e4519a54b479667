import type { Client } from '../model/client/client.ts'
import type { ProtocolMapper } from '../model/client-scope/client-scope.ts'
import type { ConfigProperty } from './config-property.ts'
import type { ServerContext } from './server-context.ts'
import type { Claims, TokenKind, TokenSource } from './token-issue.ts'

/** The part of a client that mappers are checked against. */
export type MappedClient = Pick<Client['settings'], 'rootUrl' | 'redirectUris'>

/** A kind of protocol mapper, under Keycloak's id. */
export interface ProtocolMapperType {
  readonly id: string
  readonly protocol: 'openid-connect' | 'saml'
  readonly displayName: string
  readonly category: string
  readonly helpText: string
  /** Order among mappers; lower runs first (Keycloak's priority). */
  readonly priority: number
  readonly config: readonly ConfigProperty[]
  /**
   * True when it looks at the user, the client and the realm only, and not at the session, the request or the time: what
   * it writes is remembered until one of these changes, and it is not asked again. A source without a session is given.
   */
  readonly isSteady?: true
  /** First names of the claims it writes beside the one that `claim.name` names, for kinds that are not steady. */
  readonly writes?: readonly string[]
  /**
   * Checks and completes a configuration before it is stored; may ask other servers, so it runs before a transaction.
   * `client`: whose mapper it will be, absent for client scopes. Throws InvalidInput.
   */
  prepare?(
    config: Readonly<Record<string, string>>,
    context: { readonly server: ServerContext; readonly client?: MappedClient },
  ): Promise<Readonly<Record<string, string>>>
  /** Of kinds that decide what users are called: the subject (`sub`) of a user in everything this client gets. */
  subjectFor?(userId: string, mapper: ProtocolMapper, client: Client): string
  /** Adds to the claims of one token. Called only when the mapper's configuration includes this kind of token. */
  apply(claims: Claims, mapper: ProtocolMapper, source: TokenSource, kind: TokenKind): void | Promise<void>
}
