/** An application of a realm, under the names of Keycloak's ClientRepresentation. */
export interface Client {
  readonly id: string
  readonly realmId: string
  /** The name on the wire (`client_id`), unique in the realm. */
  readonly clientId: string
  readonly enabled: boolean
  readonly protocol: 'openid-connect' | 'saml'
  readonly settings: ClientSettings
  /** True when a secret is stored. The secret itself is read by `readClientSecret`. */
  readonly hasSecret: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

export interface ClientSettings {
  readonly name?: string
  readonly description?: string
  readonly type?: string
  readonly rootUrl?: string
  readonly adminUrl?: string
  readonly baseUrl?: string
  readonly surrogateAuthRequired: boolean
  readonly alwaysDisplayInConsole: boolean
  readonly clientAuthenticatorType: string
  readonly redirectUris: readonly string[]
  readonly webOrigins: readonly string[]
  readonly notBefore: number
  readonly bearerOnly: boolean
  readonly consentRequired: boolean
  readonly standardFlowEnabled: boolean
  readonly implicitFlowEnabled: boolean
  readonly directAccessGrantsEnabled: boolean
  readonly serviceAccountsEnabled: boolean
  readonly authorizationServicesEnabled: boolean
  readonly publicClient: boolean
  readonly frontchannelLogout: boolean
  readonly fullScopeAllowed: boolean
  readonly nodeReRegistrationTimeout: number
  /** Nodes of a clustered application: when each registered last, in seconds since the epoch. */
  readonly registeredNodes: Readonly<Record<string, number>>
  readonly attributes: Readonly<Record<string, string>>
  readonly authenticationFlowBindingOverrides: Readonly<Record<string, string>>
}
