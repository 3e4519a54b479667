import { RealmRepresentation } from '@ztrust/contract/admin/realms'
import type { SecretBox } from '../../../crypto/secret-box.ts'
import type { SettingsChange } from '../../../kernel/settings.ts'
import { withoutUndefined } from '../../../kernel/without-undefined.ts'
import type { RealmSettings } from '../../../model/realm/realm-settings.ts'
import { isSmtpSecret, sealSmtpSecret } from '../../../model/realm/smtp-secret.ts'
import { maskedSecret } from '../without-secrets.ts'
import { collectPolicy } from './web-authn-policy.ts'

type PlainSettings = Omit<SettingsChange<RealmSettings>, 'defaultRoleId' | 'masterAdminClientId'>

/** Fields of the representation that are no settings under the same name. */
const otherFields = new Set([
  'id',
  'realm',
  'enabled',
  'defaultRole',
  'keycloakVersion',
  'otpSupportedApplications',
  'requiredCredentials',
  'smtpServer',
  'attributes',
  'sslRequired',
  // They have operations of their own, which check them.
  'clientProfiles',
  'clientPolicies',
])

/** A file has more than settings. */
const settingNames = new Set(Object.keys(RealmRepresentation.shape).filter((name) => !otherFields.has(name)))

/** Attributes that Keycloak keeps whatever is sent: they are settings that have no field of their own. */
const standingAttributes = [
  'cibaBackchannelTokenDeliveryMode',
  'cibaExpiresIn',
  'cibaInterval',
  'cibaAuthRequestedUserHint',
  'parRequestUriLifespan',
  'oauth2DeviceCodeLifespan',
  'oauth2DevicePollingInterval',
]

/**
 * The settings that a representation names, on top of `current`. Attributes replace all others but the standing ones, as
 * in Keycloak. The password of the mail server is sealed for this realm; the mask keeps the one that is stored.
 */
export function toRealmSettings(
  body: RealmRepresentation,
  current: RealmSettings,
  realmId: string,
  secrets: SecretBox,
): PlainSettings {
  const named = Object.entries(withoutUndefined(body)).filter(
    ([name]) => settingNames.has(name) && !name.startsWith('webAuthnPolicy'),
  )
  const passwordless = collectPolicy(body, current.webAuthnPolicyPasswordless, 'webAuthnPolicyPasswordless')
  const { webAuthnPolicyPasswordlessPasskeysEnabled: passkeysEnabled } = body
  return {
    // The other fields have the names and types of the settings they set.
    ...(Object.fromEntries(named) as PlainSettings),
    webAuthnPolicy: collectPolicy(body, current.webAuthnPolicy, 'webAuthnPolicy'),
    webAuthnPolicyPasswordless: { ...passwordless, ...(passkeysEnabled === undefined ? {} : { passkeysEnabled }) },
    ...(body.sslRequired === undefined ? {} : { sslRequired: toSslRequired(body.sslRequired) }),
    ...toAttributes(body, current),
    ...(body.smtpServer ? { smtpServer: toSmtpServer(body.smtpServer, current, realmId, secrets) } : {}),
  }
}

/** The device settings stand in fields and in attributes; a field that is sent wins. */
function toAttributes(body: RealmRepresentation, current: RealmSettings): Pick<PlainSettings, 'attributes'> {
  const { oauth2DeviceCodeLifespan: lifespan, oauth2DevicePollingInterval: interval } = body
  if (!body.attributes && lifespan === undefined && interval === undefined) return {}
  const standing = standingAttributes.flatMap((name) => {
    const text = current.attributes[name]
    return text === undefined ? [] : [[name, text]]
  })
  return {
    attributes: {
      ...(body.attributes ? { ...Object.fromEntries(standing), ...withoutNulls(body.attributes) } : current.attributes),
      ...(lifespan === undefined ? {} : { oauth2DeviceCodeLifespan: String(lifespan) }),
      ...(interval === undefined ? {} : { oauth2DevicePollingInterval: String(interval) }),
    },
  }
}

function toSslRequired(text: string): RealmSettings['sslRequired'] {
  return text === 'all' || text === 'none' ? text : 'external'
}

function toSmtpServer(
  sent: NonNullable<RealmRepresentation['smtpServer']>,
  current: RealmSettings,
  realmId: string,
  secrets: SecretBox,
): Record<string, string> {
  const unused = sent['authType'] === 'token' ? passwordNames : tokenNames
  const entries = Object.entries(withoutNulls(sent)).flatMap(([name, text]) => {
    if (unused.has(name)) return []
    if (!isSmtpSecret(name)) return [[name, text]]
    const kept = current.smtpServer[name]
    if (text === maskedSecret) return kept === undefined ? [] : [[name, kept]]
    return text === '' ? [] : [[name, sealSmtpSecret(realmId, name, text, secrets)]]
  })
  return Object.fromEntries(entries)
}

/** As in Keycloak, the one way to sign in to the mail server forgets the other. */
const passwordNames: ReadonlySet<string> = new Set(['password'])
const tokenNames: ReadonlySet<string> = new Set([
  'authTokenUrl',
  'authTokenScope',
  'authTokenClientId',
  'authTokenClientSecret',
])

function withoutNulls(texts: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === null ? [] : [[name, text]])))
}
