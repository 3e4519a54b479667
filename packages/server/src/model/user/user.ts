/** A person or a service account. Times are epoch milliseconds. */
export interface User {
  readonly id: string
  readonly realmId: string
  /** Lower case, as Keycloak stores it. */
  readonly username: string
  readonly email?: string
  readonly emailVerified: boolean
  readonly enabled: boolean
  readonly firstName?: string
  readonly lastName?: string
  /** The client this is the service account of. */
  readonly serviceAccountClientId?: string
  /** Tokens issued before this moment (seconds) are worthless. */
  readonly notBefore: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly lastLoginAt?: number
  readonly lastLoginIp?: string
  readonly lastActivityAt?: number
  readonly passwordChangedAt?: number
  readonly attributes: Readonly<Record<string, readonly string[]>>
  readonly requiredActions: readonly string[]
}
