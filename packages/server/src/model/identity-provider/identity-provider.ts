/** Somebody else whom a realm believes about its users. */
export interface IdentityProvider {
  readonly id: string
  readonly realmId: string
  /** Its name in addresses and in what refers to it: unique in the realm, and never changed. */
  readonly alias: string
  /** Kind, under Keycloak's id: `oidc`, `saml`, `github`... */
  readonly providerId: string
  readonly enabled: boolean
  readonly displayName?: string
  /** The organization whose members come from here. */
  readonly organizationId?: string
  readonly options: IdentityProviderOptions
  /** Keycloak's settings as stored: secrets in them are sealed (`identity-provider-secrets.ts`). */
  readonly config: Readonly<Record<string, string>>
}

/** What is the same for every kind; an option that was never set is no `false` on the wire. */
export interface IdentityProviderOptions {
  readonly trustEmail?: boolean
  readonly storeToken?: boolean
  readonly addReadTokenRoleOnCreate?: boolean
  readonly authenticateByDefault?: boolean
  readonly linkOnly?: boolean
  readonly hideOnLogin?: boolean
  readonly firstBrokerLoginFlowId?: string
  readonly postBrokerLoginFlowId?: string
}

/** What becomes of a user whom an identity provider sends. */
export interface IdentityProviderMapper {
  readonly id: string
  readonly realmId: string
  readonly identityProviderId: string
  /** Unique in its identity provider. */
  readonly name: string
  /** Kind, under Keycloak's id: `oidc-role-idp-mapper`... */
  readonly type: string
  readonly config: Readonly<Record<string, string>>
}

/** As whom an identity provider knows a user. */
export interface FederatedIdentity {
  readonly userId: string
  readonly identityProviderId: string
  readonly externalId: string
  readonly externalName: string
}

/**
 * Under which issuer it is looked for when somebody brings what it signed; two of one realm never share one. Undefined
 * when it is not believed in that way.
 */
export function issuerOfGrants({ providerId, config }: Pick<IdentityProvider, 'providerId' | 'config'>) {
  const isBelieved = providerId === 'jwt-authorization-grant' || config['jwtAuthorizationGrantEnabled'] === 'true'
  return isBelieved ? config['issuer'] : undefined
}

/** As `issuerOfGrants`, for clients that prove themselves by what it signed. */
export function issuerOfClientAssertions({ config }: Pick<IdentityProvider, 'config'>) {
  return config['supportsClientAssertions'] === 'true' ? config['issuer'] : undefined
}
