/** Something users or clients did, with Keycloak's types: `LOGIN`, `LOGIN_ERROR`, `CODE_TO_TOKEN`... */
export interface UserEvent {
  readonly id: string
  readonly realmId: string
  readonly time: number
  readonly type: string
  readonly error?: string
  /** The client's name on the wire. */
  readonly clientId?: string
  readonly userId?: string
  readonly sessionId?: string
  readonly ip?: string
  readonly details: Readonly<Record<string, string>>
}

export type AdminOperation = 'CREATE' | 'UPDATE' | 'DELETE' | 'ACTION'

/** Something an administrator changed. */
export interface AdminEvent {
  readonly id: string
  readonly realmId: string
  readonly time: number
  readonly operation: AdminOperation
  /** Keycloak's resource type: `USER`, `CLIENT`, `REALM_ROLE_MAPPING`... */
  readonly resourceType: string
  /** Path below the realm: `users/{id}`. */
  readonly resourcePath: string
  readonly authRealmId: string
  readonly authClientId: string
  readonly authUserId: string
  readonly authSessionId?: string
  readonly ip?: string
  readonly representation?: string
  readonly error?: string
}
