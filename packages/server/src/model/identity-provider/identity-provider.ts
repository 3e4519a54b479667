/** Somebody else whom a realm believes about its users. */
export interface IdentityProvider {
  readonly id: string
  readonly realmId: string
  /** Its name in addresses, unique in the realm. */
  readonly alias: string
  /** Kind, under Keycloak's id: `jwt-authorization-grant`. */
  readonly providerId: string
  readonly enabled: boolean
  /** Keycloak's settings; `issuer` is unique in the realm. */
  readonly config: Readonly<Record<string, string>>
}

/** As whom an identity provider knows a user. */
export interface FederatedIdentity {
  readonly userId: string
  readonly identityProviderId: string
  readonly externalId: string
  readonly externalName: string
}
