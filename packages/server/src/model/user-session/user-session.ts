/** One sign-in of a user; lives as long as SSO does. Times are epoch milliseconds. */
export interface UserSession {
  readonly id: string
  /**
   * What tokens and people call it. Its id, but for offline sessions: they have the name of the session in which offline
   * access was asked for, so that a client may go on by the same name when that one has ended.
   */
  readonly sid: string
  readonly realmId: string
  readonly userId: string
  readonly offline: boolean
  readonly ip: string
  readonly userAgent: string
  readonly rememberMe: boolean
  /** When the user last proved who they are: the `auth_time` claim. */
  readonly authenticatedAt: number
  readonly startedAt: number
  readonly refreshedAt: number
  /** When it ends if nothing more happens: the nearer of idle and maximum. */
  readonly expiresAt: number
  readonly notes: Readonly<Record<string, string>>
}

/** What one client has within a user session. */
export interface ClientSession {
  readonly userSessionId: string
  readonly realmId: string
  readonly clientId: string
  readonly startedAt: number
  readonly refreshedAt: number
  /** `jti` of the refresh token that may be used next, when rotation is on. */
  readonly refreshTokenId?: string
  readonly refreshTokenUses: number
  readonly scope: string
  readonly redirectUri: string
  readonly notes: Readonly<Record<string, string>>
}
