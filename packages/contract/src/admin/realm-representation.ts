import * as z from 'zod'
import { idText, lineText, longText, nameText, textAttributes, wholeNumber } from './admin-schemas.ts'
import { ClientPoliciesRepresentation, ClientProfilesRepresentation } from './client-policies.ts'
import { RoleRepresentation } from './roles.ts'

/** A realm's name is part of addresses: no characters that would have another meaning there. */
export const realmName = nameText
  .regex(/^[^/\\?#%&;=+<>"'`\s]+$/u, 'error-invalid-value')
  .refine((text) => text !== '.' && text !== '..', 'error-invalid-value')

const flag = z.boolean().optional()
const whole = wholeNumber.optional()
const shortText = z.string().max(255).optional()

/** The settings of a realm; lifespans in seconds unless the name says otherwise. */
export const RealmRepresentation = z.object({
  id: idText.optional(),
  realm: realmName.optional(),
  displayName: lineText.optional(),
  displayNameHtml: longText.optional(),
  enabled: flag,
  sslRequired: z
    .enum(['all', 'external', 'none', 'ALL', 'EXTERNAL', 'NONE'])
    .transform((text) => text.toLowerCase())
    .optional(),
  notBefore: whole,
  refreshTokenMaxReuse: whole,
  accessTokenLifespan: whole,
  accessTokenLifespanForImplicitFlow: whole,
  ssoSessionIdleTimeout: whole,
  ssoSessionMaxLifespan: whole,
  ssoSessionIdleTimeoutRememberMe: whole,
  ssoSessionMaxLifespanRememberMe: whole,
  offlineSessionIdleTimeout: whole,
  offlineSessionMaxLifespan: whole,
  clientSessionIdleTimeout: whole,
  clientSessionMaxLifespan: whole,
  clientOfflineSessionIdleTimeout: whole,
  clientOfflineSessionMaxLifespan: whole,
  accessCodeLifespan: whole,
  accessCodeLifespanUserAction: whole,
  accessCodeLifespanLogin: whole,
  actionTokenGeneratedByAdminLifespan: whole,
  actionTokenGeneratedByUserLifespan: whole,
  oauth2DeviceCodeLifespan: whole,
  oauth2DevicePollingInterval: whole,
  maxTemporaryLockouts: whole,
  maxFailureWaitSeconds: whole,
  minimumQuickLoginWaitSeconds: whole,
  waitIncrementSeconds: whole,
  quickLoginCheckMilliSeconds: whole,
  maxDeltaTimeSeconds: whole,
  failureFactor: whole,
  maxSecondaryAuthFailures: whole,
  otpPolicyInitialCounter: whole,
  otpPolicyLookAheadWindow: whole,
  otpPolicyPeriod: whole,
  revokeRefreshToken: flag,
  offlineSessionMaxLifespanEnabled: flag,
  registrationAllowed: flag,
  registrationEmailAsUsername: flag,
  rememberMe: flag,
  verifyEmail: flag,
  loginWithEmailAllowed: flag,
  duplicateEmailsAllowed: flag,
  resetPasswordAllowed: flag,
  editUsernameAllowed: flag,
  bruteForceProtected: flag,
  permanentLockout: flag,
  otpPolicyCodeReusable: flag,
  clientProfiles: ClientProfilesRepresentation.optional(),
  clientPolicies: ClientPoliciesRepresentation.optional(),
  eventsEnabled: flag,
  adminEventsEnabled: flag,
  adminEventsDetailsEnabled: flag,
  internationalizationEnabled: flag,
  userManagedAccessAllowed: flag,
  organizationsEnabled: flag,
  verifiableCredentialsEnabled: flag,
  adminPermissionsEnabled: flag,
  scimApiEnabled: flag,
  defaultSignatureAlgorithm: shortText,
  loginTheme: shortText,
  accountTheme: shortText,
  adminTheme: shortText,
  emailTheme: shortText,
  defaultLocale: shortText,
  browserFlow: shortText,
  registrationFlow: shortText,
  directGrantFlow: shortText,
  resetCredentialsFlow: shortText,
  clientAuthenticationFlow: shortText,
  dockerAuthenticationFlow: shortText,
  firstBrokerLoginFlow: shortText,
  bruteForceStrategy: z.enum(['MULTIPLE', 'LINEAR']).optional(),
  /** Keycloak's policy string: `length(8) and digits(1)`. */
  passwordPolicy: longText.optional(),
  otpPolicyType: z.enum(['totp', 'hotp']).optional(),
  otpPolicyAlgorithm: z.enum(['HmacSHA1', 'HmacSHA256', 'HmacSHA512']).optional(),
  otpPolicyDigits: z.union([z.literal(6), z.literal(8)]).optional(),
  otpSupportedApplications: z.array(z.string()).optional(),
  webAuthnPolicyRpEntityName: z.string().max(255).optional(),
  webAuthnPolicyRpId: z.string().max(255).optional(),
  webAuthnPolicyAttestationConveyancePreference: z.string().max(255).optional(),
  webAuthnPolicyAuthenticatorAttachment: z.string().max(255).optional(),
  webAuthnPolicyRequireResidentKey: z.string().max(255).optional(),
  webAuthnPolicyResidentKey: z.string().max(255).optional(),
  webAuthnPolicyUserVerificationRequirement: z.string().max(255).optional(),
  webAuthnPolicySignatureAlgorithms: z.array(z.string().max(1000)).max(100).optional(),
  webAuthnPolicyAcceptableAaguids: z.array(z.string().max(1000)).max(100).optional(),
  webAuthnPolicyExtraOrigins: z.array(z.string().max(1000)).max(100).optional(),
  webAuthnPolicyCreateTimeout: wholeNumber.optional(),
  webAuthnPolicyAvoidSameAuthenticatorRegister: z.boolean().optional(),
  webAuthnPolicyPasswordlessRpEntityName: z.string().max(255).optional(),
  webAuthnPolicyPasswordlessRpId: z.string().max(255).optional(),
  webAuthnPolicyPasswordlessAttestationConveyancePreference: z.string().max(255).optional(),
  webAuthnPolicyPasswordlessAuthenticatorAttachment: z.string().max(255).optional(),
  webAuthnPolicyPasswordlessRequireResidentKey: z.string().max(255).optional(),
  webAuthnPolicyPasswordlessResidentKey: z.string().max(255).optional(),
  webAuthnPolicyPasswordlessUserVerificationRequirement: z.string().max(255).optional(),
  webAuthnPolicyPasswordlessSignatureAlgorithms: z.array(z.string().max(1000)).max(100).optional(),
  webAuthnPolicyPasswordlessAcceptableAaguids: z.array(z.string().max(1000)).max(100).optional(),
  webAuthnPolicyPasswordlessExtraOrigins: z.array(z.string().max(1000)).max(100).optional(),
  webAuthnPolicyPasswordlessCreateTimeout: wholeNumber.optional(),
  webAuthnPolicyPasswordlessAvoidSameAuthenticatorRegister: z.boolean().optional(),
  webAuthnPolicyPasswordlessPasskeysEnabled: z.boolean().optional(),
  browserSecurityHeaders: z
    .record(
      z.string().max(255),
      z
        .string()
        .max(4000)
        .regex(/^[^\r\n]*$/, 'error-invalid-value'),
    )
    .optional(),
  /** `password` is `**********` when one is set; sent back like that, it stays. */
  smtpServer: z
    .record(z.string().max(255), z.union([z.string().max(4000), z.boolean().transform(String)]).nullable())
    .optional(),
  eventsExpiration: z.number().int().min(0).max(1_000_000_000).optional(),
  eventsListeners: z.array(z.string().max(255)).max(100).optional(),
  enabledEventTypes: z.array(z.string().max(255)).max(500).optional(),
  supportedLocales: z.array(z.string().max(35)).max(200).optional(),
  defaultRole: RoleRepresentation.optional(),
  requiredCredentials: z.array(z.string().max(64)).max(20).optional(),
  attributes: textAttributes.optional(),
  keycloakVersion: z.string().optional(),
})
export type RealmRepresentation = z.output<typeof RealmRepresentation>
