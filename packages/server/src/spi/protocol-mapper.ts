import type { ProtocolMapper } from '../model/client-scope/client-scope.ts'
import type { ConfigProperty } from './config-property.ts'
import type { Claims, TokenKind, TokenSource } from './token-issue.ts'

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
  /** Adds to the claims of one token. Called only when the mapper's configuration includes this kind of token. */
  apply(claims: Claims, mapper: ProtocolMapper, source: TokenSource, kind: TokenKind): void | Promise<void>
}
