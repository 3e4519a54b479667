import type { TokenResponse } from '@ztrust/contract/oidc'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { ClientSession, UserSession } from '../model/user-session/user-session.ts'
import type { Tx } from '../storage/db.ts'
import type { ClientPolicyEvent } from './client-policy.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'
import type { ProvenHolder } from './token-binding.ts'
import type { Claims } from './token-issue.ts'

/** A parsed token request: parameters occur once, only the grant's own and the common ones are left. */
export interface TokenRequest {
  readonly grantType: string
  readonly parameters: Readonly<Record<string, string>>
  /** `scope` as asked for. */
  readonly scope?: string
}

export interface GrantContext {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  /** Authenticated by the endpoint already (or public where the grant allows it). */
  readonly client: ClientSnapshot
  readonly request: RequestFacts
  /** What the tokens will be bound to. */
  readonly holder?: ProvenHolder
}

/** Who gets which tokens. The endpoint issues, binds, persists, records the event and answers. */
export interface TokenDecision {
  readonly user: User
  readonly userSession: UserSession
  readonly clientSession: ClientSession
  /** Names of the scopes granted, space-separated, as in the `scope` parameter. */
  readonly scope: string
  readonly refreshToken: boolean
  /** `always`: also without the scope `openid`, which otherwise asks for it. */
  readonly idToken: boolean | 'always'
  /** No session is kept, only these tokens: they carry no `sid` (client_credentials). */
  readonly transient?: boolean
  /** The client has no part in the session: its access token only lives as long (token exchange). */
  readonly borrowsSession?: boolean
  /** The access token is for these only, each of which it would have been for anyway. */
  readonly audience?: readonly string[]
  /** What the access token says beside what mappers say: `act`. */
  readonly claims?: Claims
  readonly nonce?: string
  /**
   * The resource that the tokens are for (RFC 8707). Of a grant that goes on from an earlier request: the one that
   * request named, null when it named none.
   */
  readonly resource?: string | null
  /** Notes of the original request for mappers. */
  readonly requestNotes?: Readonly<Record<string, string>>
  /** Event type without `_ERROR`: CODE_TO_TOKEN, REFRESH_TOKEN, CLIENT_LOGIN, LOGIN. */
  readonly eventType: string
  readonly eventDetails?: Readonly<Record<string, string>>
  /** The same tokens in the words of the grant (RFC 8693, section 2.2.1). */
  shapeAnswer?(answer: TokenResponse): TokenResponse
  /** What has to be written together with the tokens, in the endpoint's one transaction. Throws to refuse. */
  persist?(tx: Tx): Promise<void>
}

export interface Grant {
  /** Value of `grant_type`. */
  readonly type: string
  /** Parameters the grant reads; the endpoint drops the rest. */
  readonly parameters: readonly string[]
  /** Those of them that may come more than once; the grant reads them from the form. */
  readonly repeatable?: readonly string[]
  readonly clientAuthentication: 'required' | 'public-allowed'
  /** Can it work here? Discovery names it only then. Absent: always. */
  isOffered?(server: ServerContext, realm: RealmSnapshot): boolean
  /** Event type recorded when the request fails: CODE_TO_TOKEN, REFRESH_TOKEN... */
  readonly eventType: string
  /** At which event client policies are asked about such a request. */
  readonly policyEvent: ClientPolicyEvent
  authorize(request: TokenRequest, context: GrantContext): Promise<TokenDecision>
}
