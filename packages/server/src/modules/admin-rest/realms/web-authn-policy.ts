import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import type { WebAuthnPolicy } from '../../../model/realm/realm-settings.ts'

/** Keycloak spreads the two policies over fields with these beginnings. */
type PolicyPrefix = 'webAuthnPolicy' | 'webAuthnPolicyPasswordless'

const fields = {
  rpEntityName: 'RpEntityName',
  signatureAlgorithms: 'SignatureAlgorithms',
  rpId: 'RpId',
  attestationConveyancePreference: 'AttestationConveyancePreference',
  authenticatorAttachment: 'AuthenticatorAttachment',
  requireResidentKey: 'RequireResidentKey',
  residentKey: 'ResidentKey',
  userVerificationRequirement: 'UserVerificationRequirement',
  createTimeout: 'CreateTimeout',
  avoidSameAuthenticatorRegister: 'AvoidSameAuthenticatorRegister',
  acceptableAaguids: 'AcceptableAaguids',
  extraOrigins: 'ExtraOrigins',
} as const

export function spreadPolicy(policy: WebAuthnPolicy, prefix: PolicyPrefix): Record<string, unknown> {
  const names = Object.keys(fields) as (keyof typeof fields)[]
  return Object.fromEntries(names.map((name) => [`${prefix}${fields[name]}`, policy[name]]))
}

/** The policy with what the representation names. */
export function collectPolicy(
  body: RealmRepresentation,
  current: WebAuthnPolicy,
  prefix: PolicyPrefix,
): WebAuthnPolicy {
  const named: Readonly<Record<string, unknown>> = body
  const change = Object.entries(fields)
    .map(([name, suffix]) => [name, named[`${prefix}${suffix}`]] as const)
    .filter(([, value]) => value !== undefined)
  return { ...current, ...Object.fromEntries(change) }
}
