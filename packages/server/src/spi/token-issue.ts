import type { ClientScope } from '../model/client-scope/client-scope.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { Role } from '../model/role/role.ts'
import type { KnownUser } from '../model/user/known-users.ts'
import type { User } from '../model/user/user.ts'
import type { ClientSession, UserSession } from '../model/user-session/user-session.ts'
import type { ServerContext } from './server-context.ts'

/** `response`: no token, but what stands beside them in the answer to a token request. */
export type TokenKind = 'access' | 'id' | 'userinfo' | 'introspection' | 'response'

/** Everything a protocol mapper may look at. */
export interface TokenSource {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly user: User
  /** The user as remembered; absent for one that is not stored. */
  readonly known?: KnownUser | undefined
  readonly userSession: UserSession
  readonly clientSession: ClientSession
  /** Scopes granted, in order. */
  readonly scopes: readonly ClientScope[]
  /** Names asked for and granted that are no client scopes: `openid`. */
  readonly scope: string
  /** Roles of the user, composites included, that the client may see. */
  readonly roles: readonly Role[]
  /** Paths of the user's groups (`/sales/europe`), read on first use. */
  groupPaths(): Promise<readonly string[]>
  /** Value of `claims`, `nonce`... of the authorization request. */
  readonly requestNotes: Readonly<Record<string, string>>
}

/** Claims under construction. Mappers write into it; nested names use dots. */
export type Claims = Record<string, unknown>
