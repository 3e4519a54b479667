import type { ClientPolicy, ClientProfile } from '../client-policy/client-policy.ts'

/**
 * The settings of a realm under the names and in the units of Keycloak's RealmRepresentation: lifespans in seconds
 * unless the name says otherwise. Defaults: Keycloak 26.7.
 */
export interface RealmSettings {
  readonly displayName?: string
  readonly displayNameHtml?: string
  readonly notBefore: number
  readonly defaultSignatureAlgorithm: string
  readonly revokeRefreshToken: boolean
  readonly refreshTokenMaxReuse: number
  readonly accessTokenLifespan: number
  readonly accessTokenLifespanForImplicitFlow: number
  readonly ssoSessionIdleTimeout: number
  readonly ssoSessionMaxLifespan: number
  readonly ssoSessionIdleTimeoutRememberMe: number
  readonly ssoSessionMaxLifespanRememberMe: number
  readonly offlineSessionIdleTimeout: number
  readonly offlineSessionMaxLifespanEnabled: boolean
  readonly offlineSessionMaxLifespan: number
  readonly clientSessionIdleTimeout: number
  readonly clientSessionMaxLifespan: number
  readonly clientOfflineSessionIdleTimeout: number
  readonly clientOfflineSessionMaxLifespan: number
  readonly accessCodeLifespan: number
  readonly accessCodeLifespanUserAction: number
  readonly accessCodeLifespanLogin: number
  readonly actionTokenGeneratedByAdminLifespan: number
  readonly actionTokenGeneratedByUserLifespan: number
  readonly oauth2DeviceCodeLifespan: number
  readonly oauth2DevicePollingInterval: number
  readonly sslRequired: 'all' | 'external' | 'none'
  readonly registrationAllowed: boolean
  readonly registrationEmailAsUsername: boolean
  readonly rememberMe: boolean
  readonly verifyEmail: boolean
  readonly loginWithEmailAllowed: boolean
  readonly duplicateEmailsAllowed: boolean
  readonly resetPasswordAllowed: boolean
  readonly editUsernameAllowed: boolean
  readonly bruteForceProtected: boolean
  readonly permanentLockout: boolean
  readonly maxTemporaryLockouts: number
  readonly bruteForceStrategy: 'MULTIPLE' | 'LINEAR'
  readonly maxFailureWaitSeconds: number
  readonly minimumQuickLoginWaitSeconds: number
  readonly waitIncrementSeconds: number
  readonly quickLoginCheckMilliSeconds: number
  readonly maxDeltaTimeSeconds: number
  readonly failureFactor: number
  readonly maxSecondaryAuthFailures: number
  /** Keycloak's policy string: `length(8) and digits(1)`. */
  readonly passwordPolicy?: string
  readonly otpPolicyType: 'totp' | 'hotp'
  readonly otpPolicyAlgorithm: 'HmacSHA1' | 'HmacSHA256' | 'HmacSHA512'
  readonly otpPolicyInitialCounter: number
  readonly otpPolicyDigits: number
  readonly otpPolicyLookAheadWindow: number
  readonly otpPolicyPeriod: number
  readonly otpPolicyCodeReusable: boolean
  readonly webAuthnPolicy: WebAuthnPolicy
  readonly webAuthnPolicyPasswordless: WebAuthnPolicy
  readonly browserSecurityHeaders: Readonly<Record<string, string>>
  readonly smtpServer: Readonly<Record<string, string>>
  readonly eventsEnabled: boolean
  readonly eventsExpiration: number
  readonly eventsListeners: readonly string[]
  /** Empty: all types that Keycloak saves by default. */
  readonly enabledEventTypes: readonly string[]
  readonly adminEventsEnabled: boolean
  readonly adminEventsDetailsEnabled: boolean
  readonly loginTheme?: string
  readonly accountTheme?: string
  readonly adminTheme?: string
  readonly emailTheme?: string
  readonly internationalizationEnabled: boolean
  readonly supportedLocales: readonly string[]
  readonly defaultLocale?: string
  readonly browserFlow: string
  readonly registrationFlow: string
  readonly directGrantFlow: string
  readonly resetCredentialsFlow: string
  readonly clientAuthenticationFlow: string
  readonly dockerAuthenticationFlow: string
  readonly firstBrokerLoginFlow: string
  readonly userManagedAccessAllowed: boolean
  readonly organizationsEnabled: boolean
  readonly verifiableCredentialsEnabled: boolean
  readonly adminPermissionsEnabled: boolean
  readonly scimApiEnabled: boolean
  readonly clientProfiles: readonly ClientProfile[]
  readonly clientPolicies: readonly ClientPolicy[]
  /** Id of the composite realm role `default-roles-{realm}` that every user gets. */
  readonly defaultRoleId: string
  /** Client of the master realm that holds this realm's management roles (`{realm}-realm`). */
  readonly masterAdminClientId: string
  /** Free attributes; ours are `brandColor`, `brandLogoUrl`, as Keycloak keeps extensions in attributes too. */
  readonly attributes: Readonly<Record<string, string>>
  /** Own texts by language and message key. */
  readonly localizationTexts: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface WebAuthnPolicy {
  readonly rpEntityName: string
  readonly signatureAlgorithms: readonly string[]
  readonly rpId: string
  readonly attestationConveyancePreference: string
  readonly authenticatorAttachment: string
  /** The name before Keycloak 26.7; says nothing any more. */
  readonly requireResidentKey: string
  readonly residentKey?: string
  readonly userVerificationRequirement: string
  readonly createTimeout: number
  readonly avoidSameAuthenticatorRegister: boolean
  readonly acceptableAaguids: readonly string[]
  readonly extraOrigins: readonly string[]
  readonly passkeysEnabled?: boolean
}
