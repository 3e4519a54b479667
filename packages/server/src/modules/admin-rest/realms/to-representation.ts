import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import type { Realm } from '../../../model/realm/realm.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { isSmtpSecret } from '../../../model/realm/smtp-secret.ts'
import { toPolicy, toProfile } from '../../../oauth/represent-client-policies.ts'
import { toBriefRole } from '../roles/to-representation.ts'
import { maskedSecret } from '../without-secrets.ts'
import { spreadPolicy } from './web-authn-policy.ts'

/** What anybody sees who administers anything there. */
export function toBriefRealm(realm: Realm): RealmRepresentation {
  return {
    id: realm.id,
    realm: realm.name,
    displayName: realm.settings.displayName,
    displayNameHtml: realm.settings.displayNameHtml,
    enabled: realm.enabled,
  }
}

export function toRealmRepresentation({ id, name, enabled, settings }: Realm): RealmRepresentation {
  const { defaultRoleId, masterAdminClientId, localizationTexts, webAuthnPolicy, ...shared } = settings
  const { webAuthnPolicyPasswordless, smtpServer, eventsExpiration, supportedLocales, ...rest } = shared
  const { clientProfiles, clientPolicies, ...others } = rest
  const { passkeysEnabled } = webAuthnPolicyPasswordless
  return {
    id,
    realm: name,
    enabled,
    ...others,
    clientProfiles: { profiles: clientProfiles.map(toProfile) },
    clientPolicies: { policies: clientPolicies.map(toPolicy) },
    eventsListeners: [...rest.eventsListeners],
    enabledEventTypes: [...rest.enabledEventTypes],
    browserSecurityHeaders: { ...rest.browserSecurityHeaders },
    attributes: { ...rest.attributes },
    otpPolicyDigits: rest.otpPolicyDigits === 8 ? 8 : 6,
    otpSupportedApplications: ['totpAppFreeOTPName', 'totpAppGoogleName', 'totpAppMicrosoftAuthenticatorName'],
    smtpServer: maskSecrets(smtpServer),
    ...spreadPolicy(webAuthnPolicy, 'webAuthnPolicy'),
    ...spreadPolicy(webAuthnPolicyPasswordless, 'webAuthnPolicyPasswordless'),
    requiredCredentials: ['password'],
    // Keycloak names these only where they are set.
    ...(passkeysEnabled ? { webAuthnPolicyPasswordlessPasskeysEnabled: true } : {}),
    ...(eventsExpiration === 0 ? {} : { eventsExpiration }),
    ...(supportedLocales.length === 0 ? {} : { supportedLocales: [...supportedLocales] }),
  }
}

/** The whole representation of one realm, its default role included. */
export async function toFullRealm(snapshot: RealmSnapshot): Promise<RealmRepresentation> {
  const graph = await snapshot.roles()
  const defaultRole = graph.role(snapshot.realm.settings.defaultRoleId)
  return {
    ...toRealmRepresentation(snapshot.realm),
    ...(defaultRole ? { defaultRole: toBriefRole(defaultRole, graph) } : {}),
  }
}

function maskSecrets(smtpServer: Readonly<Record<string, string>>): Record<string, string> {
  const masked = Object.entries(smtpServer).map(([name, text]) => [name, isSmtpSecret(name) ? maskedSecret : text])
  return Object.fromEntries(masked)
}
