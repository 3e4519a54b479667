import type { UserSession } from '../user-session/user-session.ts'

/**
 * Ids of access tokens whose client has no part in the session they name: token exchange lends it. They begin as
 * Keycloak's do: `nt` for an online session without the client, `ft` for an offline one.
 */
export function nameBorrowedToken({ offline }: Pick<UserSession, 'offline'>, uuid: string): string {
  return `${offline ? 'ft' : 'nt'}rtte:${uuid}`
}

/** Does the token live by its session alone? */
export function borrowsSession(tokenId: string): boolean {
  return tokenId.startsWith('nt') || tokenId.startsWith('ft')
}
