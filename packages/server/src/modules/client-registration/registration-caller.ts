import { readUnverifiedJwt } from '../../crypto/jws.ts'
import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import { managementPermissions } from '../../model/permission/management-permission.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { verifyAccessToken } from '../../model/token/verify-access-token.ts'
import type { User } from '../../model/user/user.ts'
import type { ClientAuthor } from '../../spi/client-policy.ts'
import type { RealmContext } from '../../spi/request.ts'
import { initialAccessType, type RegistrationToken, verifyRegistrationToken } from './registration-token.ts'

/** Who calls, as far as the Authorization header says. */
export type RegistrationCaller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'initial-access'; readonly token: RegistrationToken }
  | { readonly kind: 'registration-access'; readonly token: RegistrationToken; readonly text: string }
  | {
      readonly kind: 'user'
      readonly user: User
      readonly origins: readonly string[]
      can(...roles: readonly string[]): boolean
    }

/** Longer tokens are refused unread. */
const longestToken = 16_384

/** Throws `invalid_token` for a bearer token that is not good; other schemes count as nobody. */
export async function readCaller(context: RealmContext): Promise<RegistrationCaller> {
  const header = context.request.headers['authorization']
  if (typeof header !== 'string' || !/^Bearer\b/i.test(header)) return { kind: 'anonymous' }
  const text = /^Bearer +([\w~+/.=-]+)$/i.exec(header)?.[1]
  if (text === undefined || text.length > longestToken) throw refuse('Failed decode token')
  if (typeOf(text) === 'Bearer') return await readUser(context, text)
  const token = await verifyRegistrationToken(context, text)
  if (!token) throw refuse('Failed decode token')
  return token.type === initialAccessType
    ? { kind: 'initial-access', token }
    : { kind: 'registration-access', token, text }
}

/** Origins whose scripts this caller may be. */
export function originsOf(caller: RegistrationCaller): readonly string[] {
  if (caller.kind === 'anonymous') return []
  return caller.kind === 'user' ? caller.origins : caller.token.origins
}

/** Who registers or changes a client, as client policies see it. */
export function toAuthor(caller: RegistrationCaller, realm: RealmSnapshot): ClientAuthor {
  switch (caller.kind) {
    case 'anonymous':
      return { source: 'ByAnonymous' }
    case 'initial-access':
      return { source: 'ByInitialAccessToken' }
    case 'registration-access':
      return { source: 'ByRegistrationAccessToken' }
    case 'user':
      return { source: 'ByAuthenticatedUser', user: caller.user, realm }
  }
}

function typeOf(token: string): unknown {
  try {
    return readUnverifiedJwt(token).claims['typ']
  } catch (cause) {
    throw refuse('Failed decode token', cause)
  }
}

async function readUser({ server, realm }: RealmContext, token: string): Promise<RegistrationCaller> {
  try {
    const { user, client, claims } = await verifyAccessToken(server, realm, token)
    const permissions = await managementPermissions(server, realm, user, realm, client)
    const origins = claims['allowed-origins']
    return {
      kind: 'user',
      user,
      origins: Array.isArray(origins) ? origins.map(String) : [],
      can: (...roles) => roles.some((role) => permissions.has(role)),
    }
  } catch (error) {
    if (error instanceof Unauthenticated) throw refuse('Failed decode token', error)
    throw error
  }
}

function refuse(description: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_token', description, { status: 401, cause })
}
